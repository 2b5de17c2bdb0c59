// One method of the document, and where its row of the table stands.

internal import JSONText
internal import Supervision

extension OpenRPC {
    /// What is said of one method.
    struct MethodDescription: Sendable {
        let method: Method
        let summary: Bilingual
        /// All parameters; OpenRPC has the required ones stand first.
        let parameters: [Parameter]
        let result: Schema
        /// What the method may answer beside `commonErrors`.
        let errors: [ErrorCode]
        /// JSON of an object of parameters that the method accepts.
        let exampleParams: String
        /// JSON of a result to them.
        let exampleResult: [UInt8]

        init(
            method: Method, summary: Bilingual, parameters: [Parameter], result: Schema,
            errors: [ErrorCode], exampleParams: String, exampleResult: [UInt8]
        ) {
            self.method = method
            self.summary = summary
            self.parameters =
                parameters.filter(\.isRequired) + parameters.filter { !$0.isRequired }
            self.result = result
            self.errors = errors
            self.exampleParams = exampleParams
            self.exampleResult = exampleResult
        }
    }

    /// The row of a command: its own parameters, beside those that every command has.
    struct CommandRow: Sendable {
        let method: Method
        let summary: Bilingual
        let parameters: [Parameter]
        let errors: [ErrorCode]
        let example: String
        let issues: DocumentKind?
        let opensDuty: Bool
        let opensItem: Bool

        /// - Parameter example: the command's own parameters, JSON of an object.
        init(
            _ command: CommandName, en: String, zh: String, _ parameters: [Parameter] = [],
            errors: [ErrorCode] = [.refused], example: String = "{}",
            issues: DocumentKind? = nil, opensDuty: Bool = false, opensItem: Bool = false
        ) {
            self.method = .command(command)
            self.summary = Bilingual(zh: zh, en: en)
            self.parameters = parameters
            self.errors = errors
            self.example = example
            self.issues = issues
            self.opensDuty = opensDuty
            self.opensItem = opensItem
        }

        /// The same for a command of a dispute.
        init(
            dispute command: DisputeCommandName, en: String, zh: String,
            _ parameters: [Parameter] = [], errors: [ErrorCode] = [.refused],
            example: String = "{}", issues: DocumentKind? = nil
        ) {
            self.method = .dispute(command)
            self.summary = Bilingual(zh: zh, en: en)
            self.parameters = parameters
            self.errors = errors
            self.example = example
            self.issues = issues
            self.opensDuty = false
            self.opensItem = false
        }
    }

    private static let commandRows =
        matterRows + investigationRows + documentRows + accountabilityRows + disputeRows

    private static let descriptions: [Method: MethodDescription] = Dictionary(
        uniqueKeysWithValues: (commandRows.map(\.description) + queryRows).map { ($0.method, $0) })

    /// What the document says of a method.
    static func description(of method: Method) -> MethodDescription {
        guard let description = descriptions[method] else {
            preconditionFailure("\(method.name) has no row in the tables of OpenRPC")
        }
        return description
    }
}

extension OpenRPC.CommandRow {
    /// The row with what every command has. A command may be refused in the order in which the
    /// errors stand.
    var description: OpenRPC.MethodDescription {
        let isRegister = method.makesMatter
        let common = OpenRPC.Parameter.ofCommands
        return OpenRPC.MethodDescription(
            method: method, summary: summary,
            parameters: isRegister
                ? parameters + common.suffix(1)
                : common.prefix(2) + parameters + common.suffix(1),
            result: .ref(.commandResult),
            errors: [.notFound, .idempotencyKeyReused, .notAuthorised]
                + (isRegister ? [] : [.notInPhase, .versionConflict]) + errors,
            exampleParams: exampleParams, exampleResult: exampleResult)
    }

    private var exampleParams: String {
        let own = example.dropFirst().dropLast()
        let id = method.transition?.id.description ?? ""
        let head = method.makesMatter ? "" : #""matter":"\#(id)","expectedVersion":3,"#
        let middle = own.isEmpty ? "" : own + ","
        return "{" + head + middle + #""idempotencyKey":"01J9Z6-"# + method.name + #""}"#
    }

    private var exampleResult: [UInt8] {
        guard let transition = method.transition else {
            preconditionFailure("a command has a row in the law's tables")
        }
        let isOpen = transition.to.contains(.open)
        let place = isOpen ? .investigation : Place.all.first { transition.to.contains($0) }
        guard let place else { preconditionFailure("every row of the law's table leads somewhere") }
        let (phase, step) = (place.phaseName, place.stepName)
        let result = CommandResult(
            matter: transition.id, version: method.makesMatter ? 1 : 4, phase: phase, step: step,
            position: 27, at: Instant(milliseconds: 1_772_412_300_000),
            document: issues.map { .init(kind: $0, number: "朝司执监〔2026〕1号") },
            duty: opensDuty ? 1 : nil, item: opensItem ? 1 : nil,
            opened: method == .dispute(.escalate) ? MatterID(kind: .supervision, serial: 3) : nil)
        return JSONWriter.encoded { Views.write(result, into: &$0) }
    }
}

extension Method {
    /// Whether it is a command that makes a matter, and so names none.
    var makesMatter: Bool { self == .command(.register) || self == .dispute(.file) }

    /// What the law's tables say of a command, whichever machine it belongs to.
    struct Transition {
        var id: MatterID
        var from: Place
        var to: Place
        var by: String
        var cites: Citation
        var whileSuspended: Bool
    }

    /// Nil for a query.
    var transition: Transition? {
        switch self {
        case .command(let command):
            let rule = Rule.of(command)
            return Transition(
                id: MatterID(kind: .supervision, serial: 1), from: rule.from, to: rule.to,
                by: rule.by.wireName, cites: rule.cites, whileSuspended: rule.whileSuspended)
        case .dispute(let command):
            let rule = DisputeRule.of(command)
            return Transition(
                id: MatterID(kind: .dispute, serial: 2), from: rule.from, to: rule.to,
                by: rule.by.wireName, cites: rule.cites, whileSuspended: rule.whileSuspended)
        default: return nil
        }
    }
}

extension Place {
    /// `decision(inForce)`, or the phase alone where it has one step.
    var transitionNames: [String] {
        Place.all.filter { contains($0) }.map { place in
            let phase = place.phaseName.rawValue
            return place.stepName.map { "\(phase)(\($0.rawValue))" } ?? phase
        }
    }
}

extension Authority {
    /// The authority's name in `x-transition`.
    var wireName: String {
        switch self {
        case .registrar: "registrar"
        case .clerk: "clerk"
        case .investigator: "investigator"
        case .signatory: "signatory"
        case .investigatorOnMatter: "investigatorOnMatter"
        case .signatoryOfOpinion: "signatoryOfOpinion"
        case .signatoryOfDecision: "signatoryOfDecision"
        case .respondentOfSupervised: "respondentOfSupervised"
        case .respondentOfAskedOrgan: "respondentOfAskedOrgan"
        case .respondentOfUnit: "respondentOfUnit"
        case .itemClerk: "itemClerk"
        case .itemInvestigator: "itemInvestigator"
        case .itemSignatory: "itemSignatory"
        case .reader: "reader"
        }
    }
}

extension OpenRPC.MethodDescription {
    func write(complete: Bool, into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("name", method.name)
        writer.member("summary", summary.en)
        if complete { writer.member("x-summary-zh", summary.zh) }
        writer.member("paramStructure", "by-name")
        writer.key("params")
        writer.beginArray()
        let common = OpenRPC.Parameter.ofCommands.map(\.name)
        for parameter in parameters {
            if method.transition != nil, common.contains(parameter.name) {
                writer.beginObject()
                writer.member("$ref", "#/components/contentDescriptors/\(parameter.name)")
                writer.endObject()
            } else {
                parameter.write(into: &writer)
            }
        }
        writer.endArray()
        writer.key("result")
        writer.beginObject()
        writer.member("name", "result")
        writer.key("schema")
        result.write(into: &writer)
        writer.endObject()
        if complete {
            writeErrors(into: &writer)
            if let transition = method.transition { write(transition, into: &writer) }
            writeExample(into: &writer)
        }
        writer.endObject()
    }

    private func writeErrors(into writer: inout JSONWriter) {
        writer.key("errors")
        writer.beginArray()
        for error in errors {
            writer.beginObject()
            writer.member("$ref", "#/components/errors/\(error.rawValue)")
            writer.endObject()
        }
        writer.endArray()
    }

    private func write(_ transition: Method.Transition, into writer: inout JSONWriter) {
        writer.key("x-transition")
        writer.beginObject()
        Views.member("from", transition.from.transitionNames, into: &writer)
        Views.member("to", transition.to.transitionNames, into: &writer)
        writer.member("by", transition.by)
        writer.key("basis")
        Basis.law(transition.cites).write(into: &writer)
        writer.member("whileSuspended", transition.whileSuspended)
        writer.endObject()
    }

    private func writeExample(into writer: inout JSONWriter) {
        let document: JSONDocument
        do {
            document = try JSONDocument(Array(exampleParams.utf8))
        } catch {
            preconditionFailure("the example of \(method.name) is no JSON: \(error.message)")
        }
        writer.key("examples")
        writer.beginArray()
        writer.beginObject()
        writer.member("name", "example")
        writer.key("params")
        writer.beginArray()
        for (key, value) in document.members(0) {
            writer.beginObject()
            writer.member("name", document.string(key))
            writer.key("value")
            document.write(value, into: &writer)
            writer.endObject()
        }
        writer.endArray()
        writer.key("result")
        writer.beginObject()
        writer.member("name", "result")
        writer.key("value")
        writer.raw(exampleResult)
        writer.endObject()
        writer.endObject()
        writer.endArray()
    }
}
