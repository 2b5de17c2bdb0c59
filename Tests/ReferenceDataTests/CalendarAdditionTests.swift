import Files
import Glibc
import ReferenceData
import Supervision
import Testing

/// An edition that is added to the calendar of a server, and the file that is put in its place.
@Suite struct CalendarAdditionTests {
    private static let edition = """
        {"edition": "2027-made-up", "note": "编造", "years": {
        "2027": {"daysOff": ["2027-02-05", "2027-01-01"], "makeUpWorkingDays": ["2027-01-30"]}
        }}
        """

    private func sample() throws -> WorkingCalendar {
        try ReferenceData.calendar(path: Sample.folder + "calendar.json")
    }

    private func add(
        _ text: String, to present: WorkingCalendar?, replaces: Bool = false
    ) throws(FileFault) -> CalendarAddition {
        try ReferenceData.calendar(
            adding: bytes(text), file: "new.json", to: present, replaces: replaces)
    }

    @Test func yearsStandBesideThoseThatThereAre() throws {
        let present = try sample()
        let addition = try add(Self.edition, to: present)
        #expect(addition.added == [2027] && addition.replaced.isEmpty)
        #expect(addition.note == "编造")
        #expect(addition.calendar.edition == "2027-made-up")
        #expect(addition.calendar.years.keys.sorted() == [2025, 2026, 2027])
        for year in [2025, 2026] {
            #expect(addition.calendar.years[year] == present.years[year])
        }
        // The second time there is nothing new.
        let again = try add(Self.edition, to: addition.calendar)
        #expect(again.calendar == addition.calendar && again.added.isEmpty)
        #expect(try add(Self.edition, to: nil).calendar.years.keys.sorted() == [2027])
    }

    @Test func aYearChangesOnlyWhenThatIsAskedFor() throws {
        let present = try add(Self.edition, to: try sample()).calendar
        let other = Self.edition.replacing("2027-02-05", with: "2027-02-04")
            .replacing("2027-made-up", with: "corrected")
        let fault = #expect(throws: FileFault.self) { try add(other, to: present) }
        #expect(fault?.file == "new.json" && fault?.line == 2)
        let addition = try add(other, to: present, replaces: true)
        #expect(addition.replaced == [2027] && addition.added.isEmpty)
        let day = try #require(CivilDate("2027-02-04"))
        #expect(addition.calendar.years[2027]?.daysOff.contains(day) == true)
        // Other days need another name.
        let sameName = other.replacing("corrected", with: "2027-made-up")
        let named = #expect(throws: FileFault.self) {
            try add(sameName, to: present, replaces: true)
        }
        #expect(named?.line == 1)
    }

    @Test func aMistakeOfTheNewEditionIsNamed() throws {
        let bad = Self.edition.replacing("2027-02-05", with: "2027-02-30")
        let fault = #expect(throws: FileFault.self) { try add(bad, to: nil) }
        #expect(fault?.line == 2 && fault?.file == "new.json")
    }

    @Test func theTextIsReadAsItWas() throws {
        for calendar in [
            try sample(), try add(Self.edition, to: try sample()).calendar,
            WorkingCalendar(edition: "引号\"反斜\\", years: [:]),
            WorkingCalendar(
                edition: "e", years: [1: .init(daysOff: [], makeUpWorkingDays: [])]),
        ] {
            for note in [nil, "两行\n\"引号\""] {
                let text = ReferenceData.text(calendar, note: note)
                #expect(try ReferenceData.calendar(bytes: text, file: "c") == calendar)
            }
        }
    }

    @Test func aFileIsReplacedAsAWhole() throws {
        let folder = try SystemFiles.makeTemporaryFolder()
        let (file, link) = (folder + "/calendar.json", folder + "/link.json")
        defer { SystemFiles.remove(folder) }
        try ReferenceData.replace(file, with: bytes("one"))
        #expect(unsafe chmod(file, 0o640) == 0 && symlink("calendar.json", link) == 0)
        var before = stat()
        #expect(unsafe stat(file, &before) == 0)
        // Through a link the file that it leads to is replaced, and the link stays.
        try ReferenceData.replace(link, with: bytes("two"))
        var after = stat()
        #expect(unsafe lstat(link, &after) == 0 && after.st_mode & S_IFMT == S_IFLNK)
        #expect(unsafe lstat(file, &after) == 0 && after.st_mode & 0o7777 == 0o640)
        #expect(after.st_ino != before.st_ino, "the old file was not written into")
        #expect(try ReferenceData.content(of: link) == bytes("two"))
        // Nothing is left beside it: the folder can be removed.
        let fault = #expect(throws: FileFault.self) {
            try ReferenceData.replace("/nowhere/calendar.json", with: [])
        }
        #expect(fault?.file == "/nowhere/calendar.json")
        for path in [link, file, folder] { #expect(unsafe remove(path) == 0, "\(path)") }
    }
}
