internal import JSONText
public import Supervision

extension ReferenceData {
    private enum PolicyKey: String, CaseIterable {
        case twoPersonRule, acceptWithin, investigateWithin
    }

    private enum PeriodKey: String, CaseIterable {
        case workingDays, days, date
    }

    /// Reads the house rules from bytes.
    ///
    /// - Parameter file: the name that a fault carries.
    /// - Throws: ``FileFault`` for the first mistake.
    public static func policy(bytes: [UInt8], file: String) throws(FileFault) -> Policy {
        let source = try SourceFile(name: file, bytes: bytes)
        let fields = try Fields<PolicyKey>(0, of: source, "the policy")
        return Policy(
            twoPersonRule: try source.bool(fields.required(.twoPersonRule), "\"twoPersonRule\""),
            acceptWithin: try period(fields[.acceptWithin], of: source),
            investigateWithin: try period(fields[.investigateWithin], of: source))
    }

    /// A period that can run again and again: a fixed date passes once, and every matter after it
    /// would be overdue from its first day.
    private static func period(_ node: Int?, of source: SourceFile) throws(FileFault) -> Period? {
        guard let node else { return nil }
        let fields = try Fields<PeriodKey>(node, of: source, "the period")
        if let date = fields[.date] {
            throw source.fault(
                date, "a house rule cannot end on a fixed date; give \"workingDays\" or \"days\"")
        }
        switch (fields[.workingDays], fields[.days]) {
        case (let count?, nil): return .workingDays(try days(count, of: source))
        case (nil, let count?): return .days(try days(count, of: source))
        case (nil, nil), (.some, .some):
            throw source.fault(node, "the period needs either \"workingDays\" or \"days\"")
        }
    }

    private static func days(_ node: Int, of source: SourceFile) throws(FileFault) -> Int {
        guard source.document.kind(node) == .integer,
            let count = Int(exactly: source.document.integer(node)),
            (1...Period.daysMax).contains(count)
        else { throw source.fault(node, "a period has 1 to \(Period.daysMax) days") }
        return count
    }
}
