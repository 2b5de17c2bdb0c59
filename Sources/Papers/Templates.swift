// Templates are files, so that an office can change the look of its documents without a build. A
// set is read whole and refused whole.
//
// The library escapes by whole characters, and `"` with a combining mark is another character than
// `"` to it, while a browser sees the quote. Therefore the values are escaped here, scalar by
// scalar, and the library is told not to: then nothing that a template says can let a name through
// unescaped.

internal import Mustache
internal import Supervision

/// A set of templates without a mistake.
public struct Templates: Sendable {
    /// How a document is written.
    public enum Format: String, CaseIterable, Sendable {
        /// For printing on A4.
        case html
        /// Plain text.
        case text
    }

    /// What the names of template files end with.
    public static let suffix = ".mustache"

    private let library: MustacheLibrary

    /// Reads a set.
    ///
    /// - Parameter files: name and content; the name ends with ``suffix``. A document of kind
    ///   `opinion` is printed by `opinion.html.mustache` and `opinion.text.mustache`, and each file
    ///   is a partial under its name without the suffix.
    /// - Throws: ``TemplateFault`` for the first mistake, in the order of the names.
    public init(files: [(name: String, content: [UInt8])]) throws(TemplateFault) {
        var library = MustacheLibrary()
        var partials: [String: [(name: String, line: Int)]] = [:]
        for (file, content) in files.sorted(by: { $0.name < $1.name }) {
            let text = try Self.text(content, file)
            var scanner = TemplateScanner(file: file, text: text)
            try scanner.scan()
            let name = String(file.dropLast(Self.suffix.count))
            partials[name] = scanner.partials
            library.register(try Self.parse(text, file), named: name)
        }
        for (name, contained) in partials.sorted(by: { $0.key < $1.key }) {
            for partial in contained where partials[partial.name] == nil {
                throw TemplateFault(
                    file: name + Self.suffix, line: partial.line,
                    reason: .unknownPartial(partial.name))
            }
            try Self.checkEnd(of: name, partials)
        }
        self.library = library
    }

    /// The templates that come with the program.
    public static func builtIn() throws(TemplateFault) -> Templates {
        try Templates(files: builtInFiles)
    }

    /// Prints a document.
    ///
    /// - Throws: ``TemplateFault`` when the set has no template for its kind.
    public func render(_ paper: Paper, as format: Format) throws(TemplateFault) -> String {
        let name = "\(paper.kind.rawValue).\(format.rawValue)"
        let values = Self.plain(.object(paper.values), format)
        guard let page = library.render(values, withTemplate: name) else {
            throw TemplateFault(file: name + Self.suffix, line: 1, reason: .missing)
        }
        return page
    }

    private static func text(_ content: [UInt8], _ file: String) throws(TemplateFault) -> String {
        guard let text = String(validating: content, as: UTF8.self) else {
            let good = String(decoding: content, as: UTF8.self).unicodeScalars
                .prefix { $0 != "\u{FFFD}" }
            throw TemplateFault(file: file, line: good.count { $0 == "\n" } + 1, reason: .notUTF8)
        }
        return text
    }

    private static func parse(
        _ text: String, _ file: String
    ) throws(TemplateFault) -> MustacheTemplate {
        do {
            // On a line of its own, which leaves none behind on paper.
            return try MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}\n" + text)
        } catch let error as MustacheTemplate.ParserError {
            throw TemplateFault(
                file: file, line: max(1, error.context.lineNumber - 1),
                reason: .invalid("\(error.error)"))
        } catch {
            throw TemplateFault(file: file, line: 1, reason: .invalid("\(error)"))
        }
    }

    /// Partials that contain each other would never end.
    private static func checkEnd(
        of name: String, _ partials: [String: [(name: String, line: Int)]]
    ) throws(TemplateFault) {
        var seen: Set<String> = []
        // With the line of this template from which each of them is reached.
        var next = partials[name] ?? []
        while let partial = next.popLast() {
            guard partial.name != name else {
                throw TemplateFault(
                    file: name + suffix, line: partial.line, reason: .endlessPartial(name))
            }
            guard seen.insert(partial.name).inserted else { continue }
            next += (partials[partial.name] ?? []).map { ($0.name, partial.line) }
        }
    }

    /// The values in the types that the library knows.
    private static func plain(_ value: Paper.Value, _ format: Format) -> Any {
        switch value {
        case .text(let text): format == .html ? escaped(text) : text
        case .flag(let flag): flag
        case .list(let values): values.map { plain($0, format) }
        case .object(let members): members.mapValues { plain($0, format) }
        }
    }

    /// A text that means itself in HTML, between tags and in quotes.
    static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result.append(contentsOf: "&amp;".unicodeScalars)
            case "<": result.append(contentsOf: "&lt;".unicodeScalars)
            case ">": result.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
            case "'": result.append(contentsOf: "&#39;".unicodeScalars)
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}
