// Reading the parameters of one call. A method's decoding is a list of what it asks for, and the
// reader keeps account of what went wrong: no read throws, every read after a fault gives a
// stand-in, and at the end one error is told. So a client that misspelt a name hears of the
// misspelling and not of the parameter that is now missing, and hears of all that are missing.
// Account costs time and nearly every call is good, so that a first reading tells only whether
// anything is wrong, and what is wrong is found in a second one.
//
//     let result = reader.read(params) { reader in
//         let reason = reader.required("reason", .text)
//         let deadline = reader.optional("deadline", .period)
//         …   // both are good, or the result is an error
//     }

internal import JSONText
internal import Supervision

/// A cursor over the object of parameters, with the document it stands in. It is kept from call
/// to call, so that reading good parameters allocates nothing but their values.
struct ParameterReader {
    /// The document of the line that is being decoded.
    var document = JSONDocument()

    private var scope = Scope(object: nil)
    /// Whether account is kept: of names, of the path, and of what is wrong.
    private var keepsAccount = false
    /// Whether anything is wrong.
    private var hasFaults = false
    /// The names asked for, those of the present object from `scope.askedStart` on.
    private var asked: [StaticString] = []
    private var path: [PathStep] = []
    private var faults = Faults()

    /// The object whose members are read, and how far that has come.
    private struct Scope {
        /// Nil where it is left out.
        var object: Int?
        /// How many members of the object were asked for and are there. Names are asked for once,
        /// and no object has a key twice, so that a difference to its count is an unknown member.
        var found = 0
        /// What stands after the member that was found last: clients often send in the order in
        /// which is asked.
        var next = 0
        var askedStart = 0
        /// Whether stand-ins are made for an object that is not there; faults of it are none.
        var isMuted = false
    }

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

    /// Reads the parameters of a call. Of several errors the first of this order is told: an
    /// unknown parameter, missing ones, a wrong one, a matter that cannot exist.
    ///
    /// - Parameters:
    ///   - params: an object of `document`, or nil for none.
    ///   - body: asks for the parameters. It may run twice.
    mutating func read<Value>(
        _ params: Int?, _ body: (inout ParameterReader) -> Value
    ) -> Result<Value, WireError> {
        begin(params, keepingAccount: false)
        var value = body(&self)
        noteUnknownMember()
        guard hasFaults else { return .success(value) }
        begin(params, keepingAccount: true)
        value = body(&self)
        noteUnknownMember()
        return error.map(Result.failure) ?? .success(value)
    }

    private mutating func begin(_ params: Int?, keepingAccount: Bool) {
        scope = Scope(object: params)
        hasFaults = false
        keepsAccount = keepingAccount
        guard keepingAccount else { return }
        asked.removeAll(keepingCapacity: true)
        path.removeAll(keepingCapacity: true)
        faults = Faults()
    }

    private var error: WireError? {
        if let unknown = faults.unknown { return unknown }
        if !faults.missing.isEmpty { return .missingParameters(faults.missing) }
        return faults.invalid ?? faults.absentMatter.map(WireError.matterNotFound)
    }

    // MARK: Members

    /// A parameter that has to be there.
    mutating func required<Value>(_ name: StaticString, _ shape: Shape<Value>) -> Value {
        let node = member(name)
        return at(.name(name)) { reader in
            if node == nil, !reader.scope.isMuted { reader.note { $0.missing.append($1) } }
            return shape.read(&reader, node)
        }
    }

    /// A parameter that may be left out. Null is not the same as leaving it out.
    mutating func optional<Value>(_ name: StaticString, _ shape: Shape<Value>) -> Value? {
        guard let node = member(name) else { return nil }
        return at(.name(name)) { shape.read(&$0, node) }
    }

    /// Reads what stands one step further.
    @inline(__always)
    private mutating func at<Value>(
        _ step: PathStep, _ body: (inout ParameterReader) -> Value
    ) -> Value {
        guard keepsAccount else { return body(&self) }
        path.append(step)
        defer { path.removeLast() }
        return body(&self)
    }

    private mutating func member(_ name: StaticString) -> Int? {
        if keepsAccount { asked.append(name) }
        // Where all members were found there is no other.
        guard let object = scope.object, scope.found < document.count(object),
            let node = document.member(name, of: object, after: scope.next)
        else { return nil }
        scope.found += 1
        scope.next = document.end(node)
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
        let outer = scope
        scope = Scope(
            object: inner, askedStart: asked.count, isMuted: outer.isMuted || inner == nil)
        let value = read(&self)
        noteUnknownMember()
        asked.removeLast(asked.count - scope.askedStart)
        scope = outer
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
            let value = at(.index(values.count)) { element.read(&$0, child) }
            values.append(value)
            child = document.end(child)
        }
        return values
    }

    // MARK: Faults

    /// Notes that something is wrong, and what, where account is kept.
    private mutating func note(_ body: (inout Faults, String) -> Void) {
        hasFaults = true
        guard keepsAccount else { return }
        body(&faults, pathText)
    }

    /// Notes that the parameter that is read is not what it has to be; the first one counts.
    ///
    /// - Parameter member: of the object that is read, the one that is at fault.
    mutating func refuse(_ expectation: Expectation, member: String? = nil) {
        guard !scope.isMuted else { return }
        note { (faults, path) in
            guard faults.invalid == nil else { return }
            faults.invalid = .invalidParameter(
                Self.path(path, to: member), expected: expectation.text, allowed: expectation.values
            )
        }
    }

    /// The path of a member of what lies at a path; of the parameters themselves that is empty.
    private static func path(_ object: String, to member: String?) -> String {
        guard let member else { return object }
        return object.isEmpty ? member : object + "." + member
    }

    /// Notes a text that is the id of no matter.
    mutating func noteAbsentMatter(_ text: String) {
        note { (faults, _) in faults.absentMatter = faults.absentMatter ?? text }
    }

    private mutating func noteUnknownMember() {
        guard let object = scope.object, document.count(object) != scope.found else { return }
        hasFaults = true
        guard keepsAccount, faults.unknown == nil else { return }
        let names = asked[scope.askedStart...]
        for (key, _) in document.members(object)
        where !names.contains(where: { document.stringEquals(key, $0) }) {
            let spelt = document.string(key)
            let suggestion = nearestName(to: spelt, among: names.map(\.description))
            note {
                $0.unknown = .unknownParameter(
                    Self.path($1, to: spelt), didYouMean: suggestion)
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
