// Numbers and days as official documents write them.

public import Supervision

/// Chinese numerals.
public enum ChineseNumerals {
    private static let digits: [Character] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"]

    /// The numeral by which a list counts: `一`, `十`, `二十一`, `一百〇五`.
    ///
    /// - Parameter value: 0 to 9999.
    public static func counting(_ value: Int) -> String {
        precondition((0...9999).contains(value), "no document counts so far")
        guard value > 0 else { return "〇" }
        let units = ["千", "百", "十", ""]
        var text = ""
        var rest = value
        var skipped = false
        for (unit, weight) in zip(units, [1000, 100, 10, 1]) {
            let digit = rest / weight
            rest %= weight
            guard digit > 0 else {
                skipped = !text.isEmpty
                continue
            }
            if skipped { text.append("〇") }
            skipped = false
            // Ten to nineteen begin with the ten itself.
            if weight != 10 || digit > 1 || !text.isEmpty { text.append(digits[digit]) }
            text += unit
        }
        return text
    }

    /// Each digit by itself, as years are read: `二〇二六`.
    public static func reading(_ value: Int) -> String {
        String(String(value).compactMap { $0.wholeNumberValue.map { digits[$0] } })
    }

    /// `二〇二六年三月二日`.
    public static func date(_ day: CivilDate) -> String {
        let (year, month, date) = day.components
        return "\(reading(year))年\(counting(month))月\(counting(date))日"
    }

    /// `2026年3月2日`, the form that the standard of official documents prescribes.
    public static func plainDate(_ day: CivilDate) -> String {
        let (year, month, date) = day.components
        return "\(year)年\(month)月\(date)日"
    }
}
