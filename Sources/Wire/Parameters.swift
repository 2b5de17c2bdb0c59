// Reading the parameters of one call. A method's decoding is a list of what it asks for, and the
// reader keeps account of what went wrong: no read throws, every read after a fault gives a
// stand-in, and at the end one error is told. So a client that misspelt a name hears of the
// misspelling and not of the parameter that is now missing, and hears of all that are missing.
//
//     reader.begin(params)
//     let reason = reader.required("reason", .text)
//     let deadline = reader.optional("deadline", .period)
//     if let error = reader.finish() { … }   // otherwise reason and deadline are good

internal import JSONText
internal import Supervision

/// A cursor over the object of parameters, with the document it stands in. It is kept from call
/// to call, so that reading good parameters allocates nothing but their values.
struct ParameterReader {
    /// The document of the line that is being decoded.
    var document = JSONDocument()

    /// The object whose members are read; nil where it is left out.
    private var object: Int?
    /// How many members of the object were asked for and are there. Names are asked for once,
    /// and no object has a key twice, so that a difference to its count is an unknown member.
    private var found = 0
    /// The names asked for, those of the object that is read from `askedStart` on.
    private var asked: [StaticString] = []
    private var askedStart = 0
    private var path: [PathStep] = []
    /// What stands after the member that was found last: clients often send in the order in which
    /// is asked.
    private var next = 0
    /// Whether stand-ins are made for an object that is not there; faults of it are none.
    private var isMuted = false
    private var faults = Faults()
    /// Whether anything was noted there; nearly always nothing was.
    private var hasFaults = false

    private struct Faults {
        var unknown: WireError?
        var missing: [String] = []
        var invalid: WireError?
        var absentMatter: String?
    }

    private enum PathStep {
        case name(StaticString)
        case index(Int)
    }

    /// Starts with the parameters of a call.
    ///
    /// - Parameter params: an object of `document`, or nil for none.
    mutating func begin(_ params: Int?) {
        object = params
        found = 0
        asked.removeAll(keepingCapacity: true)
        askedStart = 0
        path.removeAll(keepingCapacity: true)
        next = 0
        isMuted = false
        if hasFaults {
            faults = Faults()
            hasFaults = false
        }
    }

    /// Ends the call. Of several errors the first of this order is told: an unknown parameter,
    /// missing ones, a wrong one, a matter that cannot exist.
    mutating func finish() -> WireError? {
        noteUnknownMember()
        guard hasFaults else { return nil }
        if let unknown = faults.unknown { return unknown }
        if !faults.missing.isEmpty { return .missingParameters(faults.missing) }
        return faults.invalid ?? faults.absentMatter.map(WireError.matterNotFound)
    }

    // MARK: Members

    /// A parameter that has to be there.
    mutating func required<Value>(_ name: StaticString, _ shape: Shape<Value>) -> Value {
        let node = member(name)
        path.append(.name(name))
        defer { path.removeLast() }
        if node == nil && !isMuted { note { $0.missing.append($1) } }
        return shape.read(&self, node)
    }

    /// A parameter that may be left out. Null is not the same as leaving it out.
    mutating func optional<Value>(_ name: StaticString, _ shape: Shape<Value>) -> Value? {
        guard let node = member(name) else { return nil }
        path.append(.name(name))
        defer { path.removeLast() }
        return shape.read(&self, node)
    }

    private mutating func member(_ name: StaticString) -> Int? {
        asked.append(name)
        // Where all members were found there is no other.
        guard let object, found < document.count(object),
            let node = document.member(name, of: object, after: next)
        else { return nil }
        found += 1
        next = document.end(node)
        return node
    }

    // MARK: Containers

    /// Reads the members of a nested object; without one the result is a stand-in.
    mutating func nested<Value>(
        _ node: Int?, _ read: (inout ParameterReader) -> Value
    ) -> Value {
        var inner = node
        if let node, document.kind(node) != .object {
            refuse(.object)
            inner = nil
        }
        let outer = (object, found, askedStart, next, isMuted)
        object = inner
        found = 0
        next = 0
        askedStart = asked.count
        isMuted = isMuted || inner == nil
        let value = read(&self)
        noteUnknownMember()
        asked.removeLast(asked.count - askedStart)
        (object, found, askedStart, next, isMuted) = outer
        return value
    }

    /// Reads the elements of a list whose length lies in `lengths`.
    mutating func list<Value>(
        _ node: Int?, _ lengths: ClosedRange<Int>, _ element: Shape<Value>
    ) -> [Value] {
        guard let node else { return [] }
        guard document.kind(node) == .array, lengths.contains(document.count(node)) else {
            refuse(.list(lengths))
            return []
        }
        var values: [Value] = []
        values.reserveCapacity(document.count(node))
        var child = node + 1
        while child < document.end(node) {
            path.append(.index(values.count))
            values.append(element.read(&self, child))
            path.removeLast()
            child = document.end(child)
        }
        return values
    }

    // MARK: Faults

    private mutating func note(_ body: (inout Faults, String) -> Void) {
        hasFaults = true
        body(&faults, pathText)
    }

    /// Notes that the parameter that is read is not what it has to be; the first one counts.
    mutating func refuse(_ expectation: Expectation) {
        guard !isMuted, faults.invalid == nil else { return }
        note {
            $0.invalid = .invalidParameter(
                $1, expected: expectation.text, allowed: expectation.values)
        }
    }

    /// Notes a text that is the id of no matter.
    mutating func noteAbsentMatter(_ text: String) {
        guard faults.absentMatter == nil else { return }
        note { (faults, _) in faults.absentMatter = text }
    }

    private mutating func noteUnknownMember() {
        guard let object, document.count(object) != found, faults.unknown == nil else { return }
        let names = asked[askedStart...]
        for (key, _) in document.members(object)
        where !names.contains(where: { document.stringEquals(key, $0) }) {
            let spelt = document.string(key)
            let suggestion = nearestName(to: spelt, among: names.map(\.description))
            note {
                $0.unknown = .unknownParameter(
                    $1.isEmpty ? spelt : $1 + "." + spelt, didYouMean: suggestion)
            }
            return
        }
    }

    private var pathText: String {
        var text = ""
        for step in path {
            switch step {
            case .name(let name): text += text.isEmpty ? "\(name)" : ".\(name)"
            case .index(let index): text += "[\(index)]"
            }
        }
        return text
    }
}

/// How a value of one kind is read. Given nil it makes a stand-in that never leaves the decoder,
/// because a fault was noted before.
struct Shape<Value> {
    let read: (inout ParameterReader, Int?) -> Value
}
