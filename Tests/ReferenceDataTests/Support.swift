import ReferenceData
import Supervision
import Testing

/// The repository's folder of sample data.
enum Sample {
    static let folder: String = {
        let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        return parts.dropLast(3).joined(separator: "/") + "/deploy/sample/"
    }()

    static func roster() throws -> Roster {
        try ReferenceData.roster(path: folder + "roster.json")
    }
}

/// A roster of two organs for tests of the file of principals.
let twoOrgans = """
    {"edition": "test", "organs": [
    {"id": "bj", "name": "北京市人民政府", "kind": "government", "level": "municipal"},
    {"id": "bj-justice", "name": "北京市司法局", "kind": "judicialAdministration",
     "level": "municipal", "government": "bj"}
    ]}
    """

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

func parseRoster(_ text: String) throws(FileFault) -> Roster {
    try ReferenceData.roster(bytes: Array(text.utf8), file: "roster.json")
}

func parsePrincipals(_ text: String) throws -> Directory {
    let roster = try parseRoster(twoOrgans)
    return try ReferenceData.principals(
        bytes: Array(text.utf8), file: "principals.json", roster: roster)
}

func parsePolicy(_ text: String) throws(FileFault) -> Policy {
    try ReferenceData.policy(bytes: Array(text.utf8), file: "policy.json")
}

func parseCalendar(_ text: String) throws(FileFault) -> WorkingCalendar {
    try ReferenceData.calendar(bytes: Array(text.utf8), file: "calendar.json")
}

/// One mistake: the text of a file, the line to be told, and words of the reason.
struct Mistake: CustomTestStringConvertible, Sendable {
    var text: String
    var line: Int
    var words: String

    init(_ line: Int, _ words: String, _ text: String) {
        self.text = text
        self.line = line
        self.words = words
    }

    var testDescription: String { "line \(line): \(words)" }

    /// Expects that reading the text fails on the line with the words.
    func check(
        file: String, sourceLocation: SourceLocation = #_sourceLocation, _ read: () throws -> Void
    ) {
        let fault = #expect(throws: FileFault.self, sourceLocation: sourceLocation) { try read() }
        guard let fault else { return }
        #expect(fault.file == file, sourceLocation: sourceLocation)
        #expect(fault.line == line, "\(fault)", sourceLocation: sourceLocation)
        #expect(fault.reason.contains(words), "\(fault)", sourceLocation: sourceLocation)
        #expect(
            fault.description == "\(file):\(line): \(fault.reason)",
            sourceLocation: sourceLocation)
    }
}

/// A small generator of random numbers (SplitMix64) whose whole state is the printed seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
