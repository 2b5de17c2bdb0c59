// The named schemas: first those of parameters, then those of results.

internal import Supervision

extension OpenRPC {
    /// A schema with a name.
    enum Component: String, CaseIterable, Sendable {
        case text = "Text"
        case matterID = "MatterID"
        case organID = "OrganID"
        case personID = "PersonID"
        case idempotencyKey = "IdempotencyKey"
        case date = "Date"
        case instant = "Instant"
        case cursor = "Cursor"
        case pageSize = "PageSize"
        case period = "Period"
        case channel = "Channel"
        case secrecy = "Class"
        case itemReports = "ItemReports"
        case responsible = "Responsible"
        case docketFilter = "DocketFilter"

        case commandResult = "CommandResult"
        case basis = "Basis"
        case deadline = "Deadline"
        case competence = "Competence"
        case document = "Document"
        case publishedDocument = "PublishedDocument"
        case finding = "Finding"
        case namedOrgan = "NamedOrgan"
        case duty = "Duty"
        case docketItem = "DocketItem"
        case docketPage = "DocketPage"
        case docketCount = "DocketCount"
        case statistics = "Statistics"
        case figures = "Figures"
        case rate = "Rate"
        case phaseTimes = "PhaseTimes"
        case groups = "Groups"
        case watch = "Watch"
        case matter = "Matter"
        case explanation = "Explanation"
        case registration = "Registration"
        case event = "Event"
        case historyPage = "HistoryPage"
        case organ = "Organ"
        case organPage = "OrganPage"
        case competenceAnswer = "CompetenceAnswer"
        case commonSupervisor = "CommonSupervisor"
        case server = "Server"
        case hello = "HelloResult"
        case serverStatus = "ServerStatus"

        var schema: Schema {
            switch self {
            case .text: .string(length: 1...Limits.textCharactersMax)
            case .matterID: .string(length: 2...20, pattern: "^[SD][1-9][0-9]*$")
            case .organID, .personID: .string(length: 1...Limits.identifierBytesMax)
            case .idempotencyKey:
                .string(length: 1...Limits.idempotencyKeyLengthMax, pattern: "^[ -~]+$")
            case .date: .string(length: 10...10, format: "date")
            case .instant: .string(length: 24...24, format: "date-time")
            case .cursor: .string(length: 1...Limits.cursorBytesMax, pattern: "^[ -~]+$")
            case .pageSize: .integer(1...Int64(Limits.pageSizeMax))
            case .period:
                .oneOf([
                    .may("workingDays", .integer(1...Int64(Period.daysMax))),
                    .may("days", .integer(1...Int64(Period.daysMax))),
                    .may("date", .ref(.date)),
                ])
            case .channel: .word(Channel.self)
            case .secrecy: .word(SecrecyClass.self)
            case .itemReports: .list(.closed([.must("item", .ordinal), .must("text", .text)]))
            case .responsible: .list(.closed([.must("name", .text), .must("position", .text)]))
            case .docketFilter: .closed(Self.filterMembers)
            case .phaseTimes: .all(.open(Self.phaseTimeMembers))
            case .groups: .all(.open(Self.groupMembers))
            case .commandResult, .basis, .deadline, .competence, .document, .publishedDocument,
                .finding, .namedOrgan, .duty, .docketItem, .docketPage, .docketCount, .statistics,
                .figures, .rate, .watch, .matter, .explanation, .registration, .event,
                .historyPage, .organ, .organPage, .competenceAnswer, .commonSupervisor, .server,
                .hello, .serverStatus:
                .open(resultMembers)
            }
        }

        private static let filterMembers: [Member] = [
            .may("kind", .word(MatterID.Kind.self)),
            .may("phase", .word(PhaseName.self)),
            .may("step", .word(StepName.self)),
            .may("supervising", .ref(.organID)),
            .may("supervised", .ref(.organID)),
            .may("acting", .ref(.organID)),
            .may("investigator", .ref(.personID)),
            .may("overdue", .boolean),
            .may("suspended", .boolean),
            .may("dueBefore", .ref(.date)),
            .may("source", .word(SourceKind.self)),
            .may("category", .integer(1...9)),
            .may("class", .ref(.secrecy)),
            .may("registeredFrom", .ref(.date)),
            .may("registeredTo", .ref(.date)),
            .may("text", .text),
        ]
    }
}
