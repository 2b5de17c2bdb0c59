internal import JSONText
internal import Supervision

/// In which matters numbered documents were issued, and which numbers are used up.
struct DocumentIndex: Sendable {
    private(set) var numbers = DocumentNumbers()
    /// A matter with a document of this number, by a digest of the number.
    private var first = DigestIndex()
    /// The matters beside it, because two issuers may write their numbers alike.
    private var others: [UInt64: [Int]] = [:]

    /// The matters that may have documents of this number, in the order of their ids; whoever asks
    /// compares the numbers themselves.
    func matters(ofDocument number: String) -> [Int] {
        let digest = JSONDigest(number).value
        let first = first[digest].map { [Int($0)] } ?? []
        return (first + (others[digest] ?? [])).sorted()
    }

    /// Takes a document that was issued in a matter.
    mutating func add(_ document: Document, of index: Int) {
        numbers.record(document)
        note(JSONDigest(document.number).value, of: index)
    }

    private mutating func note(_ digest: UInt64, of index: Int) {
        // One matter may have two of one number: an opinion and a decision of the same issuer.
        switch first[digest] {
        case nil: first[digest] = UInt32(index)
        case UInt32(index)?: break
        case _?:
            if others[digest]?.contains(index) != true {
                others[digest, default: []].append(index)
            }
        }
    }

    /// Takes one that a snapshot tells of. It is found after `finishRestoring`.
    mutating func restore(_ document: RecordHead.DocumentMark, of index: Int) {
        numbers.record(document.kind, of: document.issuer, in: document.year)
        first.restore(document.digest, UInt32(index))
    }

    mutating func finishRestoring() {
        for pair in first.finishRestoring() { note(pair.digest, of: Int(pair.matter)) }
    }
}
