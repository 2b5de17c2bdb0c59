// Telling known names apart without making strings. A decoder walks the members of an object once
// and switches over an enum; an unknown name is nil and can be refused.
//
//     enum Parameter: String, CaseIterable, Sendable { case matter, expectedVersion }
//     static let parameters = JSONNames<Parameter>()
//     for (key, value) in document.members(node) {
//         switch parameters.find(key, in: document) {
//         case .matter: …
//         case .expectedVersion: …
//         case nil: …   // UNKNOWN_PARAM
//         }
//     }

/// A fixed set of names, made once, in which the string of a node is looked up in constant time
/// and without an allocation.
public struct JSONNames<Name: CaseIterable & RawRepresentable & Sendable>: Sendable
where Name.RawValue == String {
    @usableFromInline let names: [Name]
    @usableFromInline let table: JSONNameTable

    /// The table of all cases; at most 1,000.
    @inlinable public init() {
        names = Array(Name.allCases)
        table = JSONNameTable(names.map(\.rawValue))
    }

    /// The name that the string node spells, after unescaping, or nil when it is none of them.
    @inlinable public func find(_ node: Int, in document: JSONDocument) -> Name? {
        let index = table.index(of: node, in: document)
        return index < 0 ? nil : names[index]
    }
}

/// The part of ``JSONNames`` that is the same for every enum: an open-addressing hash table. The
/// hash looks at the length and three bytes only, which is enough to spread a few dozen names,
/// and a full comparison follows. The table is at most a quarter full, and fixed, so that no
/// input can make a search long.
@usableFromInline struct JSONNameTable: Sendable {
    private let spellings: [[UInt8]]
    /// Indices into `spellings`; -1 where there is none. The count is a power of two.
    private let slots: [Int16]

    @usableFromInline init(_ names: [String]) {
        precondition(names.count <= 1_000, "too many names for one table")
        let spellings = names.map { Array($0.utf8) }
        var size = 16
        while size < spellings.count * 4 { size *= 2 }
        var slots = [Int16](repeating: -1, count: size)
        for (index, spelling) in spellings.enumerated() {
            var slot = Self.hash(spelling, spelling.indices) & (size - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (size - 1) }
            slots[slot] = Int16(index)
        }
        self.spellings = spellings
        self.slots = slots
    }

    @usableFromInline func index(of node: Int, in document: JSONDocument) -> Int {
        let range = document.textRange(node)
        let mask = slots.count - 1
        var slot = Self.hash(document.text, range) & mask
        while slots[slot] >= 0 {
            let index = Int(slots[slot])
            if matches(spellings[index], document.text, range) { return index }
            slot = (slot + 1) & mask
        }
        return -1
    }

    private func matches(_ spelling: [UInt8], _ text: [UInt8], _ range: Range<Int>) -> Bool {
        guard spelling.count == range.count else { return false }
        for index in spelling.indices where spelling[index] != text[range.lowerBound + index] {
            return false
        }
        return true
    }

    private static func hash(_ text: [UInt8], _ range: Range<Int>) -> Int {
        guard !range.isEmpty else { return 0 }
        let first = UInt(text[range.lowerBound])
        let middle = UInt(text[range.lowerBound + range.count / 2])
        let last = UInt(text[range.upperBound - 1])
        let mixed = (first | middle << 8 | last << 16 | UInt(range.count) << 24) &* 0x9E37_79B9
        return Int(mixed >> 16 & 0xFFFF)
    }
}
