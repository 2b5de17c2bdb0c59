// The language in which the command line speaks: Chinese where the locale says so, else English.

internal import Files

/// A language of the command line.
enum Language: String, CaseIterable, Sendable {
    case chinese = "zh"
    case english = "en"

    /// The language that the environment asks for. `LC_ALL` comes before `LC_MESSAGES` and that
    /// before `LANG`, as everywhere; the first that is set and not empty decides alone.
    static func chosen(_ variable: (String) -> String?) -> Language {
        for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
            if let value = variable(name), !value.isEmpty {
                return value.hasPrefix("zh") ? .chinese : .english
            }
        }
        return .english
    }

    /// The language of this run.
    static let current = chosen { SystemFiles.environment($0) }
}

/// A text of the command line. It cannot be made in one language only.
struct Text: Sendable {
    let zh: String
    let en: String

    subscript(language: Language) -> String {
        switch language {
        case .chinese: zh
        case .english: en
        }
    }

    /// The text in the language of this run.
    var local: String { self[.current] }

    /// The text with `{0}`, `{1}` … replaced.
    func filled(_ values: String..., in language: Language = .current) -> String {
        filled(values, in: language)
    }

    /// The same for values that are in an array.
    func filled(_ values: [String], in language: Language = .current) -> String {
        var result = ""
        // A value may itself look like a place, so that what was put in is not looked at again.
        var rest = self[language][...]
        for (index, value) in values.enumerated() {
            guard let place = rest.firstRange(of: "{\(index)}") else { continue }
            result += rest[..<place.lowerBound] + value
            rest = rest[place.upperBound...]
        }
        return result + rest
    }
}
