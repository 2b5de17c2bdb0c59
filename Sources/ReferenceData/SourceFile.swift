internal import JSONText
internal import Supervision

/// One file while it is read: its parsed text, and readers of single values that say on which
/// line a value is not what it has to be.
struct SourceFile {
    let name: String
    let document: JSONDocument
    private let bytes: [UInt8]

    init(name: String, bytes: [UInt8]) throws(FileFault) {
        self.name = name
        self.bytes = bytes
        do throws(JSONFault) {
            document = try JSONDocument(bytes)
        } catch {
            let found = SourceLines(bytes).fault
            throw FileFault(
                file: name, line: found?.line ?? 1, reason: found?.reason ?? error.message)
        }
    }

    /// The fault that a node is. The line is looked for only now.
    func fault(_ node: Int, _ reason: String) -> FileFault {
        let lines = SourceLines(bytes).nodeLines
        return FileFault(file: name, line: node < lines.count ? lines[node] : 1, reason: reason)
    }

    /// The lines on which the nodes begin, for many faults at once.
    func nodeLines() -> [Int] { SourceLines(bytes).nodeLines }

    // MARK: Shapes

    func elements(_ node: Int, _ what: String) throws(FileFault) -> [Int] {
        guard document.kind(node) == .array else { throw fault(node, "\(what) must be a list") }
        return Array(document.elements(node))
    }

    func bool(_ node: Int, _ what: String) throws(FileFault) -> Bool {
        guard document.kind(node) == .bool else {
            throw fault(node, "\(what) must be true or false")
        }
        return document.bool(node)
    }

    func string(_ node: Int, _ what: String) throws(FileFault) -> String {
        guard document.kind(node) == .string else { throw fault(node, "\(what) must be a string") }
        return document.string(node)
    }

    // MARK: Texts

    /// An id: 1 to 128 bytes of printable characters without a space.
    func identifier(_ node: Int, _ what: String) throws(FileFault) -> String {
        let text = try string(node, what)
        guard (1...128).contains(text.utf8.count), text.unicodeScalars.allSatisfy(\.isGraphic)
        else {
            throw fault(node, "\(what) must have 1 to 128 bytes, printable and without a space")
        }
        return text
    }

    /// A name or another short text: 1 to 200 characters on one line.
    func name(_ node: Int, _ what: String) throws(FileFault) -> String {
        let text = try string(node, what)
        guard (1...200).contains(text.count), !text.unicodeScalars.contains(where: \.isControl)
        else {
            throw fault(node, "\(what) must have 1 to 200 characters and no control character")
        }
        return text
    }

    /// One word of a closed list.
    func word<Word: RawRepresentable & CaseIterable>(
        _ node: Int, _ what: String
    ) throws(FileFault) -> Word where Word.RawValue == String {
        let text = try string(node, what)
        guard let word = Word(rawValue: text) else {
            let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw fault(node, "\(what) \"\(text)\" is none of \(known)")
        }
        return word
    }

    func date(_ node: Int, _ what: String) throws(FileFault) -> CivilDate {
        let text = try string(node, what)
        guard let day = CivilDate(text) else {
            throw fault(node, "\(what) \"\(text)\" is no day of the form 2026-03-01")
        }
        return day
    }
}

/// The members of one object whose keys are all known.
struct Fields<Key: RawRepresentable & CaseIterable & Hashable> where Key.RawValue == String {
    private let file: SourceFile
    private let node: Int
    private let what: String
    private var values: [Key: Int] = [:]

    /// - Parameter what: how a fault calls the object, such as `the organ`.
    /// - Throws: ``FileFault`` when the node is no object or one of its keys is unknown.
    init(_ node: Int, of file: SourceFile, _ what: String) throws(FileFault) {
        self.file = file
        self.node = node
        self.what = what
        guard file.document.kind(node) == .object else {
            throw file.fault(node, "\(what) must be an object")
        }
        for member in file.document.members(node) {
            let name = file.document.string(member.key)
            guard let key = Key(rawValue: name) else {
                throw file.fault(member.key, "\(what) has the unknown key \"\(name)\"")
            }
            values[key] = member.value
        }
    }

    /// The value of a member that may be left out.
    subscript(key: Key) -> Int? { values[key] }

    /// The value of a member that may not be left out.
    func required(_ key: Key) throws(FileFault) -> Int {
        guard let value = values[key] else {
            throw file.fault(node, "\(what) has no \"\(key.rawValue)\"")
        }
        return value
    }

    func identifier(_ key: Key) throws(FileFault) -> String {
        try file.identifier(required(key), "\"\(key.rawValue)\"")
    }

    func name(_ key: Key) throws(FileFault) -> String {
        try file.name(required(key), "\"\(key.rawValue)\"")
    }

    func optionalName(_ key: Key) throws(FileFault) -> String? {
        guard let value = values[key] else { return nil }
        return try file.name(value, "\"\(key.rawValue)\"")
    }

    func organ(_ key: Key) throws(FileFault) -> OrganID {
        try OrganID(identifier(key))
    }

    func optionalOrgan(_ key: Key) throws(FileFault) -> OrganID? {
        values[key] == nil ? nil : try organ(key)
    }

    func word<Word: RawRepresentable & CaseIterable>(_ key: Key) throws(FileFault) -> Word
    where Word.RawValue == String {
        try file.word(required(key), "\"\(key.rawValue)\"")
    }
}

extension Unicode.Scalar {
    /// Whether it breaks the line or moves the cursor instead of showing something.
    fileprivate var isControl: Bool {
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }

    /// Whether it shows something. Format characters are invisible, so that ids that differ only
    /// in them could not be told apart.
    fileprivate var isGraphic: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .surrogate,
            .privateUse, .unassigned:
            false
        default: true
        }
    }
}
