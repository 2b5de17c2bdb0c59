internal import JSONText
internal import Supervision

extension ReferenceData {
    /// Reads the daemon's own options: an object of names with a text, or a list of texts, each.
    ///
    /// - Parameter names: every name that is known.
    /// - Throws: ``FileFault`` when the file cannot be read, or has another name or another value.
    public static func options(
        path: String, names: [String]
    ) throws(FileFault) -> [String: [String]] {
        let source = try SourceFile(name: path, bytes: content(of: path))
        guard source.document.kind(0) == .object else {
            throw source.fault(0, "the configuration must be an object")
        }
        var options: [String: [String]] = [:]
        for member in source.document.members(0) {
            let name = source.document.string(member.key)
            guard names.contains(name) else {
                let known = names.joined(separator: ", ")
                throw source.fault(member.key, "the option \"\(name)\" is none of \(known)")
            }
            if source.document.kind(member.value) == .array {
                var values: [String] = []
                for element in source.document.elements(member.value) {
                    values.append(try source.string(element, "\"\(name)\""))
                }
                options[name] = values
            } else {
                options[name] = [try source.string(member.value, "\"\(name)\"")]
            }
        }
        return options
    }
}
