public import Supervision

extension ReferenceData {
    enum RosterKey: String, CaseIterable {
        case edition, organs
    }

    private enum OrganKey: String, CaseIterable {
        case id, name, nameEn, kind, level, government, lineSuperior, manager, superiorOutside
        case documentPrefix, receivedPowers
    }

    private enum PowerKey: String, CaseIterable {
        case power, from, by
    }

    /// Reads a roster from bytes. The relations are checked by ``Roster``; its fault is told with
    /// the line on which the organ begins.
    ///
    /// - Parameter file: the name that a fault carries.
    /// - Throws: ``FileFault`` for the first mistake.
    public static func roster(bytes: [UInt8], file: String) throws(FileFault) -> Roster {
        let source = try SourceFile(name: file, bytes: bytes)
        let fields = try Fields<RosterKey>(0, of: source, "the roster")
        let edition = try fields.name(.edition)
        let nodes = try source.elements(fields.required(.organs), "\"organs\"")
        var organs: [Organ] = []
        for node in nodes { organs.append(try organ(node, of: source)) }
        do throws(Roster.Fault) {
            return try Roster(edition: edition, organs: organs)
        } catch {
            throw source.fault(nodes[error.organ], error.reason)
        }
    }

    static func organ(_ node: Int, of source: SourceFile) throws(FileFault) -> Organ {
        let fields = try Fields<OrganKey>(node, of: source, "the organ")
        return Organ(
            id: try fields.organ(.id), name: try fields.name(.name),
            nameEn: try fields.optionalName(.nameEn), kind: try fields.word(.kind),
            level: try fields.word(.level), government: try fields.optionalOrgan(.government),
            lineSuperior: try fields.optionalOrgan(.lineSuperior),
            manager: try fields.optionalOrgan(.manager),
            superiorOutside: try fields.optionalName(.superiorOutside),
            documentPrefix: try fields.optionalName(.documentPrefix),
            receivedPowers: try receivedPowers(fields[.receivedPowers], of: source))
    }

    private static func receivedPowers(
        _ node: Int?, of source: SourceFile
    ) throws(FileFault) -> [ReceivedPower] {
        guard let node else { return [] }
        var powers: [ReceivedPower] = []
        var names: Set<String> = []
        for element in try source.elements(node, "\"receivedPowers\"") {
            let fields = try Fields<PowerKey>(element, of: source, "the received power")
            let power = ReceivedPower(
                power: try fields.name(.power), from: try fields.organ(.from),
                by: try fields.word(.by))
            guard names.insert(power.power).inserted else {
                throw source.fault(
                    try fields.required(.power), "the organ received \"\(power.power)\" twice")
            }
            powers.append(power)
        }
        return powers
    }
}
