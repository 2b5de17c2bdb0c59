import Foundation
import Testing

@testable import Files

/// The name and the owner of a draft, which a test cannot choose from outside.
@Suite struct DraftTests {
    private func draft(
        in folder: Folder, old: stat? = nil, owner: OwnerRule = .kept,
        names: [String] = ["draft"],
        changeOwner: @escaping (Int32, uid_t, gid_t) -> Int32 = fchown
    ) throws(SystemCallFault) -> Draft {
        var rest = names[...]
        return try Draft(
            of: "log", in: folder.path, old: old, isPrivate: false, owner: owner,
            names: { rest.popFirst() ?? names[names.count - 1] }, changeOwner: changeOwner)
    }

    @Test func aNameThatIsTakenIsLeftAlone() throws {
        let folder = try Folder()
        try folder.write("a", "file")
        try folder.link("b", to: "a")
        try folder.link("c", to: "nowhere")
        try folder.makeFolder("d")
        let draft = try draft(in: folder, names: ["a", "b", "c", "d", "e"])
        try draft.file.write(bytes("new"))
        #expect(try folder.names() == ["a", "b", "c", "d", "e"])
        try draft.place()
        #expect(try folder.names() == ["a", "b", "c", "d", "log"])
        #expect(try folder.read("a") == "file" && folder.read("log") == "new")
    }

    @Test func withoutAFreeNameThereIsNoDraft() throws {
        let folder = try Folder()
        try folder.write("a", "file")
        #expect(throws: SystemCallFault(code: EEXIST)) { try draft(in: folder, names: ["a"]) }
        #expect(try folder.read("a") == "file")
    }

    @Test func theDraftOfAClosedFileIsClosed() throws {
        let folder = try Folder()
        try folder.write("log", "old", mode: 0o400)
        var seen: mode_t?
        var old = try folder.status("log")
        old.st_uid += 1
        let draft = try draft(in: folder, old: old) { _, _, _ in
            seen = try? folder.mode("draft")
            return 0
        }
        #expect(seen == 0o600, "before it has its owner")
        #expect(try folder.mode("draft") == 0o400)
        try draft.place()
    }

    @Test func theOwnerIsKept() throws {
        let folder = try Folder()
        var old = try folder.status(".")
        old.st_uid += 1
        old.st_gid += 2
        old.st_mode = S_IFREG | 0o4750
        var asked: [[UInt32]] = []
        let draft = try draft(in: folder, old: old) { _, user, group in
            asked.append([user, group])
            return 0
        }
        #expect(asked == [[old.st_uid, old.st_gid]])
        #expect(try folder.mode("draft") == 0o4750)
        try draft.place()
    }

    @Test func anOwnerThatCannotBeKeptIsAFaultWhereItHasTo() throws {
        let folder = try Folder()
        try folder.write("log", "old")
        var old = try folder.status("log")
        old.st_uid += 1
        #expect(throws: SystemCallFault(code: EPERM)) {
            try draft(in: folder, old: old) { _, _, _ in
                errno = EPERM
                return -1
            }
        }
        #expect(try folder.names() == ["log"])
    }

    @Test(arguments: [true, false]) func elseTheGroupIsKeptIfPossible(_ isCommon: Bool) throws {
        let folder = try Folder()
        var old = try folder.status(".")
        old.st_uid += 1
        old.st_gid += 2
        old.st_mode = S_IFREG | 0o4764
        let draft = try draft(in: folder, old: old, owner: .keptIfPossible) { _, user, group in
            #expect(group == old.st_gid)
            errno = EPERM
            return user == .max && isCommon ? 0 : -1
        }
        #expect(try folder.mode("draft") == (isCommon ? 0o764 : 0o744))
        try draft.place()
    }

    /// What the calls above stand for, where somebody may make them.
    @Test(.enabled(if: geteuid() == 0, "only root gives files away"))
    func rootKeepsTheOwner() throws {
        let folder = try Folder()
        let path = try folder.write("log", "old")
        try #require(unsafe chown(path, 12_345, 23_456) == 0 && chmod(path, 0o640) == 0)
        for owner in [OwnerRule.kept, .keptIfPossible] {
            try SystemFiles.write(bytes("new"), to: path, owner: owner)
            let status = try folder.status("log")
            #expect(status.st_uid == 12_345 && status.st_gid == 23_456)
            #expect(status.st_mode & 0o7777 == 0o640)
        }
    }
}
