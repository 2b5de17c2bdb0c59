// Reading a session file, line by line. The first line that is wrong ends the reading: a file that
// is half understood would test half of what it says.

/// Reads session files.
public struct ScriptParser {
    private let file: String
    private let source: [UInt8]
    private var script: Script
    /// The line that is being read, from 1, and its bytes without white space around them.
    private var line = 0
    private var range = 0..<0

    /// Reads a file.
    ///
    /// - Parameter file: its name, for messages only.
    /// - Throws: ``SessionFault``.
    public static func parse(file: String, source: [UInt8]) throws(SessionFault) -> Script {
        var parser = ScriptParser(file: file, source: source)
        try parser.parse()
        return parser.script
    }

    private init(file: String, source: [UInt8]) {
        self.file = file
        self.source = source
        script = Script(
            file: file, source: source,
            phases: [Script.Phase(name: "", line: 1, allowsKill: true)], statements: [],
            attachments: [])
    }

    private func fault(_ message: String) -> SessionFault {
        SessionFault(file: file, line: line, message: message)
    }

    private mutating func parse() throws(SessionFault) {
        var start = 0
        while start < source.count {
            let end = source[start...].firstIndex(of: 0x0A) ?? source.count
            line += 1
            range = Self.trimmed(source, start..<end)
            start = end + 1
            guard !range.isEmpty else { continue }
            guard String(validating: source[range], as: UTF8.self) != nil else {
                throw fault("the line is not valid UTF-8")
            }
            let text = String(decoding: source[range], as: UTF8.self)
            if let path = try attachmentPath(text) {
                try parseAttachments(path, from: start)
                return
            }
            if text.hasPrefix("#") {
                try parseComment(text)
            } else {
                let action = try parseAction(text)
                let phase = script.phases.count - 1
                script.statements.append(
                    Statement(line: line, text: text, phase: phase, action: action))
            }
        }
    }

    private static func trimmed(_ source: [UInt8], _ range: Range<Int>) -> Range<Int> {
        var range = range
        let space: [UInt8] = [0x20, 0x09, 0x0D]
        while let last = range.last, space.contains(source[last]) { range.removeLast() }
        while let first = range.first, space.contains(source[first]) { range.removeFirst() }
        return range
    }

    // MARK: Comments and headings

    private mutating func parseComment(_ text: String) throws(SessionFault) {
        if text.hasPrefix("##") {
            let name = String(text.dropFirst(2).drop { $0 == " " })
            // What was said for the whole file holds for every phase.
            let allowsKill = script.phases[0].allowsKill
            script.phases.append(Script.Phase(name: name, line: line, allowsKill: allowsKill))
            return
        }
        let words = text.dropFirst().split(separator: " ")
        guard words.first == "kill:" else { return }
        guard words.count == 2, words[1] == "no" else {
            throw fault("the only directive is '# kill: no'")
        }
        let phase = script.phases.count - 1
        guard script.statements.last?.phase != phase else {
            throw fault("'# kill: no' stands before the first statement of the file or phase")
        }
        script.phases[phase].allowsKill = false
    }

    // MARK: Files at the end

    private func attachmentPath(_ text: String) throws(SessionFault) -> String? {
        guard text.hasPrefix("-- "), text.hasSuffix(" --"), text.count > 6 else { return nil }
        let path = String(text.dropFirst(3).dropLast(3))
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard !parts.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }) else {
            throw fault("'\(path)' is no relative path without '..'")
        }
        return path
    }

    private mutating func parseAttachments(
        _ first: String, from position: Int
    ) throws(SessionFault) {
        var attachment = Script.Attachment(path: first, content: [])
        var start = position
        while start < source.count {
            let end = source[start...].firstIndex(of: 0x0A) ?? source.count
            line += 1
            let text = String(
                decoding: source[Self.trimmed(source, start..<end)], as: UTF8.self)
            let next = min(end + 1, source.count)
            if let path = try attachmentPath(text) {
                script.attachments.append(attachment)
                attachment = Script.Attachment(path: path, content: [])
            } else {
                attachment.content += source[start..<next]
            }
            start = next
        }
        script.attachments.append(attachment)
        let paths = Set(script.attachments.map(\.path))
        guard paths.count == script.attachments.count else {
            throw fault("two files at the end have the same path")
        }
    }

    // MARK: Statements

    private func parseAction(_ text: String) throws(SessionFault) -> Statement.Action {
        let word = text.prefix { !" \t<>".contains($0) }
        let rest = text.dropFirst(word.count)
        guard !word.isEmpty else { throw fault("a statement begins with a word") }
        if rest.hasPrefix(">raw") {
            return .sendRaw(
                name: try connectionName(word), try RawBytes.parse(rest.dropFirst(4), fault))
        }
        // The position in bytes of what follows the arrow.
        let payload = Self.trimmed(
            source, min(range.lowerBound + word.utf8.count + 1, range.upperBound)..<range.upperBound
        )
        if rest.hasPrefix(">") {
            let name = try connectionName(word)
            return .send(name: name, try outgoing(payload))
        }
        if rest.hasPrefix("<") {
            if word == "stdout" { return .output(try expectedOutput(payload)) }
            let name = try connectionName(word)
            return .expect(name: name, try template(payload))
        }
        return try parseWords(String(word), try Words.split(rest, fault))
    }

    private func connectionName(_ word: Substring) throws(SessionFault) -> String {
        let reserved = ["server", "clock", "connect", "exec", "stdout", "status"]
        guard !reserved.contains(String(word)) else {
            throw fault("'\(word)' cannot be the name of a connection")
        }
        return String(word)
    }

    private func outgoing(_ payload: Range<Int>) throws(SessionFault) -> Outgoing {
        do {
            return try Outgoing(source, payload)
        } catch {
            throw fault(error.message)
        }
    }

    private func template(_ payload: Range<Int>) throws(SessionFault) -> Template {
        do {
            return try Template(source, payload)
        } catch {
            throw fault(error.message)
        }
    }

    private func expectedOutput(
        _ payload: Range<Int>
    ) throws(SessionFault) -> Statement.ExpectedOutput {
        if let first = payload.first, "{[".utf8.contains(source[first]) {
            return .json(try template(payload))
        }
        return .text(String(decoding: source[payload], as: UTF8.self))
    }

    private func parseWords(
        _ word: String, _ words: [String]
    ) throws(SessionFault) -> Statement.Action {
        switch (word, words.first, words.count) {
        case ("server", "start", _): return .startServer(flags: Array(words.dropFirst()))
        case ("server", "restart", _): return .restartServer(flags: Array(words.dropFirst()))
        case ("server", "stop", 1): return .stopServer
        case ("server", "kill", 1): return .killServer
        case ("clock", "set", 2):
            guard Template.Matcher.isTime(words[1]) else {
                throw fault("'\(words[1])' is no time such as 2026-03-02T01:00:00Z")
            }
            return .setClock(words[1])
        case ("clock", _, 1):
            return .advanceClock(milliseconds: try duration(words[0]))
        case ("connect", _, 1):
            return .connect(name: try connectionName(words[0][...]), principal: nil)
        case ("connect", _, 3) where words[1] == "as":
            return .connect(name: try connectionName(words[0][...]), principal: words[2])
        case ("exec", _, _): return .execute(try execution(words))
        case ("status", _, 1):
            guard let status = Int32(words[0]) else { throw fault("'\(words[0])' is no status") }
            return .status(status)
        case (_, "quiet", 1): return .quiet(name: try connectionName(word[...]))
        case (_, "closed", 1): return .closed(name: try connectionName(word[...]))
        default: throw fault("'\(word)' begins no statement of this form")
        }
    }

    /// `+1d12h` and the like, in milliseconds.
    private func duration(_ text: String) throws(SessionFault) -> Int64 {
        let problem = fault("'\(text)' is no time such as +5d or +1h30m; units are d h m s ms")
        guard text.hasPrefix("+"), text.count > 1 else { throw problem }
        var rest = text.dropFirst()
        var sum: Int64 = 0
        while !rest.isEmpty {
            let digits = rest.prefix { ("0"..."9").contains($0) }
            rest = rest.dropFirst(digits.count)
            let unit = rest.prefix { !("0"..."9").contains($0) }
            rest = rest.dropFirst(unit.count)
            let units: [Substring: Int64] = [
                "d": 86_400_000, "h": 3_600_000, "m": 60_000, "s": 1000, "ms": 1,
            ]
            // A hundred thousand days are far beyond every deadline, and far from overflow.
            guard let number = Int64(digits), let scale = units[unit],
                number <= 8_640_000_000_000 / scale
            else { throw problem }
            sum += number * scale
        }
        return sum
    }

    private func execution(_ words: [String]) throws(SessionFault) -> Statement.Execution {
        var rest = words[...]
        var result = Statement.Execution(principal: nil, environment: [], arguments: [])
        if rest.first == "as" {
            guard rest.count > 1 else { throw fault("after 'as' a principal is named") }
            result.principal = rest[rest.startIndex + 1]
            rest = rest.dropFirst(2)
        }
        while let setting = rest.first, setting.contains("="), !setting.hasPrefix("=") {
            result.environment.append(setting)
            rest = rest.dropFirst()
        }
        guard rest.first == "yushi" else { throw fault("exec runs nothing but yushi") }
        result.arguments = Array(rest.dropFirst())
        return result
    }
}
