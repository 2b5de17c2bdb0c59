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
        let command: CommandName
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
            self.command = command
            self.summary = Bilingual(zh: zh, en: en)
            self.parameters = parameters
            self.errors = errors
            self.example = example
            self.issues = issues
            self.opensDuty = opensDuty
            self.opensItem = opensItem
        }
    }

    private static let commandRows =
        matterRows + investigationRows + documentRows + accountabilityRows

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
        let isRegister = command == .register
        let common = OpenRPC.Parameter.ofCommands
        return OpenRPC.MethodDescription(
            method: .command(command), summary: summary,
            parameters: isRegister
                ? parameters + common.suffix(1)
                : common.prefix(2) + parameters + common.suffix(1),
            result: .ref(.commandResult),
            errors: [.notFound, .idempotencyKeyReused, .notAuthorised]
                + (isRegister ? [] : [.notInPhase, .versionConflict]) + errors
                + [.storeUnavailable],
            exampleParams: exampleParams, exampleResult: exampleResult)
    }

    private var exampleParams: String {
        let own = example.dropFirst().dropLast()
        let head = command == .register ? "" : #""matter":"S1","expectedVersion":3,"#
        let middle = own.isEmpty ? "" : own + ","
        return "{" + head + middle + #""idempotencyKey":"01J9Z6-"# + command.rawValue + #""}"#
    }

    private var exampleResult: [UInt8] {
        let rule = Rule.of(command)
        let open = rule.to.contains(.open)
        let place = open ? Place.investigation : Place.each.first { rule.to.contains($0) }
        guard let place else { preconditionFailure("every row of the law's table leads somewhere") }
        let (phase, step) = place.names
        let result = CommandResult(
            matter: MatterID(kind: .supervision, serial: 1),
            version: command == .register ? 1 : 4, phase: phase, step: step, position: 27,
            at: Instant(milliseconds: 1_772_412_300_000),
            document: issues.map { .init(kind: $0, number: "朝司执监〔2026〕1号") },
            duty: opensDuty ? 1 : nil, item: opensItem ? 1 : nil)
        return JSONWriter.encoded { Views.write(result, into: &$0) }
    }
}

extension Place {
    /// Phase and step of a single place.
    var names: (phase: PhaseName, step: StepName?) {
        switch self {
        case .complaint: (.complaint, nil)
        case .investigation: (.investigation, nil)
        case .opinion: (.opinion, nil)
        case .awaitingReport: (.rectification, .awaitingReport)
        case .underReview: (.rectification, .underReview)
        case .decisionDue: (.decision, .due)
        case .inForce: (.decision, .inForce)
        case .executionReported: (.decision, .executionReported)
        case .accountability: (.accountability, nil)
        case .closed: (.closed, nil)
        default: preconditionFailure("only a single place has a name")
        }
    }

    /// `decision(inForce)`, or the phase alone where it has one step.
    var transitionNames: [String] {
        Place.each.filter { contains($0) }.map { place in
            let (phase, step) = place.names
            return step.map { "\(phase.rawValue)(\($0.rawValue))" } ?? phase.rawValue
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
            if case .command = method, common.contains(parameter.name) {
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
            if case .command(let command) = method { writeTransition(command, into: &writer) }
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

    private func writeTransition(_ command: CommandName, into writer: inout JSONWriter) {
        let rule = Rule.of(command)
        writer.key("x-transition")
        writer.beginObject()
        Views.member("from", rule.from.transitionNames, into: &writer)
        Views.member("to", rule.to.transitionNames, into: &writer)
        writer.member("by", rule.by.wireName)
        writer.key("basis")
        Basis.law(rule.cites).write(into: &writer)
        writer.member("whileSuspended", rule.whileSuspended)
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
