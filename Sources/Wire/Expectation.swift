internal import Supervision

/// What a parameter has to be, in words for the one who sent something else.
enum Expectation {
    case object
    case list(ClosedRange<Int>)
    case text
    case textOfLength(Int)
    case textToSee
    case textWithout(Unicode.Scalar, number: Int)
    case identifier
    case printable(Int)
    case integer(ClosedRange<Int64>)
    case bool
    case date
    case instant
    case period
    case year(Int)
    case sha256
    case oneOf([String])
    case minNotAboveMax
    case partyOrMeeting

    /// The values that are allowed, where they can be listed.
    var values: [String] {
        if case .oneOf(let values) = self { values } else { [] }
    }

    /// Completes "The parameter has to be …".
    var text: Bilingual {
        switch self {
        case .object:
            Bilingual(zh: "对象", en: "an object")
        case .list(let lengths):
            Bilingual(
                zh: "\(lengths.lowerBound) 至 \(lengths.upperBound) 项的列表",
                en: "a list of \(lengths.lowerBound) to \(lengths.upperBound) elements")
        case .text:
            Bilingual(
                zh: "1 至 \(Limits.textCharactersMax) 个字符的文字，除换行外没有控制字符，没有改变文字方向的字符，且不得全为空白",
                en: "a text of 1 to \(Limits.textCharactersMax) characters that are not all "
                    + "white space, without control characters but line feed, and without any "
                    + "that turn its direction")
        case .textOfLength(let count):
            Bilingual(
                zh: "1 至 \(Limits.textCharactersMax) 个字符的文字，而这里有 \(count) 个字符",
                en: "a text of 1 to \(Limits.textCharactersMax) characters, and has \(count)")
        case .textToSee:
            Bilingual(
                zh: "不全为空白的文字", en: "a text of which something can be seen")
        case .textWithout(let scalar, let number):
            Bilingual(
                zh: "除换行外没有控制字符、没有改变文字方向的字符的文字，而第 \(number) 个字符是 \(scalar.codePoint)",
                en: "a text without control characters but line feed and without any that turn "
                    + "its direction, and character \(number) is \(scalar.codePoint)")
        case .identifier:
            Bilingual(
                zh: "1 至 \(Limits.identifierBytesMax) 字节、没有空白和控制字符的标识",
                en: "an identifier of 1 to \(Limits.identifierBytesMax) bytes without white "
                    + "space and control characters")
        case .printable(let lengthMax):
            Bilingual(
                zh: "1 至 \(lengthMax) 个可打印的 ASCII 字符",
                en: "1 to \(lengthMax) printable ASCII characters")
        case .integer(let range):
            range.upperBound == .max
                ? Bilingual(
                    zh: "不小于 \(range.lowerBound) 的整数",
                    en: "an integer of at least \(range.lowerBound)")
                : Bilingual(
                    zh: "\(range.lowerBound) 至 \(range.upperBound) 的整数",
                    en: "an integer from \(range.lowerBound) to \(range.upperBound)")
        case .bool:
            Bilingual(zh: "true 或者 false", en: "true or false")
        case .date:
            Bilingual(zh: "YYYY-MM-DD 形式的日期", en: "a date written as YYYY-MM-DD")
        case .year(let last):
            Bilingual(zh: "\(last) 年以前（含）的日期", en: "a date of the year \(last) or before")
        case .instant:
            Bilingual(
                zh: "YYYY-MM-DDThh:mm:ssZ 形式的协调世界时",
                en: "a moment in UTC written as YYYY-MM-DDThh:mm:ssZ")
        case .period:
            Bilingual(
                zh: "只含 workingDays、days、date 之一的对象",
                en: "an object with exactly one of workingDays, days and date")
        case .sha256:
            Bilingual(zh: "64 位小写十六进制数字", en: "64 lower-case hexadecimal digits")
        case .oneOf:
            Bilingual(zh: "所列的值之一", en: "one of the allowed values")
        case .partyOrMeeting:
            Bilingual(
                zh: "当事机关 party，或者 meeting 为 true，二者取其一",
                en: "either a party, or meeting: true")
        case .minNotAboveMax:
            Bilingual(zh: "min 不大于 max 的范围", en: "a range whose min is not above its max")
        }
    }
}

extension Unicode.Scalar {
    /// As it is usually written: U+202E.
    fileprivate var codePoint: String {
        let digits = String(value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
