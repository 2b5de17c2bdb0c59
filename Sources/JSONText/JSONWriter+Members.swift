// A key and its value in one call, which is how most messages are written.

extension JSONWriter {
    /// Writes a key and an integer within ±``JSONDocument/integerMax``.
    public mutating func member(_ name: StaticString, _ value: Int) {
        member(name, Int64(value))
    }

    /// Writes a key and `true` or `false`.
    public mutating func member(_ name: StaticString, _ value: Bool) {
        key(name)
        bool(value)
    }

    /// Writes a key and a string, or nothing for nil.
    public mutating func member(_ name: StaticString, _ value: String?) {
        if let value { member(name, value) }
    }

    /// Writes a key and an integer, or nothing for nil.
    public mutating func member(_ name: StaticString, _ value: Int64?) {
        if let value { member(name, value) }
    }

    /// Writes a key and an integer, or nothing for nil.
    public mutating func member(_ name: StaticString, _ value: Int?) {
        if let value { member(name, value) }
    }

    /// Writes a key and a bool, or nothing for nil.
    public mutating func member(_ name: StaticString, _ value: Bool?) {
        if let value { member(name, value) }
    }
}
