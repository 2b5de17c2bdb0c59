public import Supervision

extension ReferenceData {
    private enum PrincipalKey: String, CaseIterable {
        case id, name, organ, roles, qualified, tokenSHA256
    }

    /// Reads the persons from bytes.
    ///
    /// - Parameters:
    ///   - file: the name that a fault carries.
    ///   - roster: where every person's organ must stand.
    /// - Throws: ``FileFault`` for the first mistake.
    public static func principals(
        bytes: [UInt8], file: String, roster: Roster
    ) throws(FileFault) -> Directory {
        let source = try SourceFile(name: file, bytes: bytes)
        var list: [Principal] = []
        var ids: Set<PersonID> = []
        var byTokenDigest: [String: PersonID] = [:]
        for node in try source.elements(0, "the file") {
            let fields = try Fields<PrincipalKey>(node, of: source, "the person")
            let person = try principal(fields, of: source)
            guard ids.insert(person.id).inserted else {
                throw source.fault(try fields.required(.id), "the id \(person.id) stands twice")
            }
            guard roster[person.organ] != nil else {
                throw source.fault(
                    try fields.required(.organ), "the organ \(person.organ) is not in the roster")
            }
            let digestNode = try fields.required(.tokenSHA256)
            let digest = try tokenDigest(digestNode, of: source)
            if let other = byTokenDigest.updateValue(person.id, forKey: digest) {
                throw source.fault(digestNode, "\(person.id) and \(other) have the same token")
            }
            list.append(person)
        }
        return Directory(principals: Principals(list), byTokenDigest: byTokenDigest)
    }

    private static func principal(
        _ fields: Fields<PrincipalKey>, of source: SourceFile
    ) throws(FileFault) -> Principal {
        Principal(
            id: PersonID(try fields.identifier(.id)), name: try fields.name(.name),
            organ: try fields.organ(.organ),
            roles: try roles(fields.required(.roles), of: source),
            qualified: try fields[.qualified].map { node throws(FileFault) in
                try source.bool(node, "\"qualified\"")
            } ?? false)
    }

    private static func roles(_ node: Int, of source: SourceFile) throws(FileFault) -> Roles {
        var roles: Roles = []
        for element in try source.elements(node, "\"roles\"") {
            let role: Role = try source.word(element, "the role")
            guard roles.insert(Roles(role)).inserted else {
                throw source.fault(element, "the role \(role.rawValue) stands twice")
            }
        }
        guard !roles.isEmpty else { throw source.fault(node, "a person needs at least one role") }
        return roles
    }

    private static func tokenDigest(
        _ node: Int, of source: SourceFile
    ) throws(FileFault) -> String {
        let text = try source.string(node, "\"tokenSHA256\"")
        let isHex = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
        }
        guard isHex, text.utf8.count == 64 else {
            throw source.fault(
                node, "\"tokenSHA256\" must be 64 lower-case hexadecimal digits")
        }
        return text
    }
}
