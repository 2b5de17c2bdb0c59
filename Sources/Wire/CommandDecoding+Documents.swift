internal import Supervision

extension ParameterReader {
    /// The requirements of an opinion or the orders of a decision. A document asks for something,
    /// so that there is at least one.
    mutating func documentItems(_ name: StaticString) -> [String] {
        required(name, .list(.text, 1...Limits.listElementsMax))
    }

    /// What was done about each requirement or order.
    mutating func itemReports() -> [ItemReport] {
        required("measures", .list(.itemReport))
    }

    /// The requirements or orders that were found carried out.
    mutating func verifiedItems() -> [Int] {
        required("verified", .list(.ordinal))
    }
}

extension Shape where Value == ItemReport {
    static var itemReport: Shape {
        object {
            ItemReport(item: $0.required("item", .ordinal), text: $0.required("text", .text))
        }
    }
}
