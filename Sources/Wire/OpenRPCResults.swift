// The schemas of results: what the functions of `Views` write. Texts of results have no maximum
// here, so that a later server may answer with longer ones.

internal import JSONText
internal import Supervision

extension OpenRPC.Schema {
    static let anyText = OpenRPC.Schema.string(length: 0...Int.max)

    static func all(_ element: OpenRPC.Schema) -> OpenRPC.Schema {
        .list(element, 0...Int.max)
    }
}

extension OpenRPC.Component {
    typealias Member = OpenRPC.Member

    /// The members of a result, or of a part of one.
    var resultMembers: [Member] {
        switch self {
        case .commandResult: Self.commandResultMembers
        case .basis:
            [
                .must("kind", .word(["law", "policy", "procedure"])), .may("citation", .anyText),
                .may("rule", .anyText),
            ]
        case .deadline: Self.deadlineMembers
        case .competence: [.must("basis", .ref(.basis))] + Self.competenceRemarks
        case .document: Self.documentMembers
        case .publishedDocument: Self.publishedDocumentMembers
        case .finding: Self.findingMembers
        case .namedOrgan: [.must("organ", .ref(.organID)), .may("name", .anyText)]
        case .duty: Self.dutyMembers
        case .docketItem: Self.docketMembers
        case .docketPage: Self.page(of: .ref(.docketItem))
        case .docketCount:
            [
                .must("count", .count),
                .may("groups", .ref(.groups)), .must("position", .count),
            ]
        case .statistics: Self.statisticsMembers
        case .figures: Self.figureMembers
        case .rate: Self.rateMembers
        case .watch: [.must("subscription", .count), .must("position", .count)]
        case .matter: Self.docketMembers + Self.matterMembers + Self.disputeMembers
        case .explanation: Self.explanationMembers
        case .registration: Self.registrationMembers
        case .event: Self.eventMembers
        case .historyPage: Self.page(of: .open(Self.historyMembers))
        case .organ: Self.organMembers
        case .organPage: Self.page(of: .ref(.organ))
        case .competenceAnswer:
            [.must("competent", .boolean), .may("basis", .ref(.basis))] + Self.competenceRemarks
                + [.may("competentOrgans", .all(.ref(.organID)))]
        case .commonSupervisor: [.must("organ", .ref(.organID)), .must("basis", .ref(.basis))]
        case .server: Self.serverMembers
        case .hello: Self.helloMembers
        case .serverStatus: Self.statusMembers
        case .text, .matterID, .organID, .personID, .idempotencyKey, .date, .instant, .cursor,
            .pageSize, .period, .channel, .secrecy, .itemReports, .responsible, .docketFilter,
            .phaseTimes,
            .groups:
            preconditionFailure("\(rawValue) is no object of a result")
        }
    }

    private static let commandResultMembers: [Member] = [
        .must("matter", .ref(.matterID)), .must("version", .count),
        .must("phase", .word(PhaseName.self)), .may("step", .word(StepName.self)),
        .must("position", .count), .must("at", .ref(.instant)),
        .may(
            "document",
            .open([.must("kind", .word(DocumentKind.self)), .must("number", .anyText)])),
        .may("duty", .ordinal), .may("item", .ordinal), .may("opened", .ref(.matterID)),
        .may("replayed", .boolean),
    ]

    private static let deadlineMembers: [Member] = [
        .must("lastDay", .ref(.date)), .must("end", .ref(.instant)), .may("workingDays", .count),
        .may("days", .count), .may("date", .ref(.date)), .may("suspendedDays", .count),
        .may("provisional", .boolean),
    ]

    private static let competenceRemarks: [Member] = [
        .may("byReference", .boolean), .may("notifySuperior", .anyText),
        .may("assistFrom", .all(.ref(.organID))),
    ]

    private static let numberedTexts = OpenRPC.Schema.all(
        .open([.must("item", .ordinal), .must("text", .anyText)]))

    private static let documentMembers: [Member] = [
        .must("kind", .word(DocumentKind.self)), .must("number", .anyText),
        .must("issuer", .ref(.organID)), .must("signedBy", .ref(.personID)),
        .must("issuedAt", .ref(.instant)), .must("deadline", .ref(.deadline)),
        .may("items", numberedTexts), .may("truncated", .boolean), .may("itemCount", .count),
    ]

    private static let publishedDocumentMembers: [Member] = [
        .must("matter", .ref(.matterID)), .must("kind", .word(DocumentKind.self)),
        .must("number", .anyText), .must("issuer", .ref(.namedOrgan)),
        .must("supervising", .ref(.namedOrgan)), .must("addressees", .all(.ref(.namedOrgan))),
        .must("signedBy", .open([.must("person", .ref(.personID)), .may("name", .anyText)])),
        .must("issuedAt", .ref(.instant)), .must("issuedOn", .ref(.date)),
        .must("deadline", .ref(.deadline)),
        .must(
            "items",
            .all(
                .open([
                    .must("item", .ordinal), .must("text", .anyText),
                    .may("party", .ref(.namedOrgan)),
                ]))),
        .may("finding", .ref(.finding)),
        .may("opinion", .open([.must("number", .anyText), .must("issuedOn", .ref(.date))])),
        .may("subject", .anyText), .may("summary", .anyText),
    ]

    private static let findingMembers: [Member] = [
        .must("severity", .word(Severity.self)), .must("grounds", .all(.ordinal)),
        .must("facts", .anyText), .may("majorReason", .anyText),
        .must("concludedBy", .ref(.personID)),
    ]

    private static let dutyMembers: [Member] =
        [
            .must("duty", .ordinal), .must("id", .ordinal),
            .must("kind", .word(["accountability", "notice", "assistance"])),
            .must("settled", .boolean), .must("basis", .ref(.basis)), .may("truncated", .boolean),
            .may("unit", .ref(.organID)), .may("measure", .open(officerMeasureMembers)),
            .may(
                "referral",
                .open([.must("to", .word(ReferralTarget.self)), .must("authority", .anyText)])),
            .may(
                "settlement",
                .open([
                    .must("kind", .word(["handled", "outcome", "dismissed"])),
                    .may("outcome", .anyText), .may("reason", .anyText),
                ])),
            .may("superior", .anyText), .may("from", .ref(.organID)), .may("request", .anyText),
            .may("summary", .anyText),
        ] + itemMembers

    /// What an item of accountability is about.
    private static let itemMembers: [Member] = [
        .may("item", .ordinal), .may("accountability", .word(AccountabilityKind.self)),
        .may("status", .word(["open", "notified", "handled", "referred", "settled"])),
        .may("misconduct", .word(Misconduct.self)),
        .may(
            "person",
            .open([
                .must("name", .anyText), .must("organ", .ref(.organID)),
                .may("position", .anyText),
            ])),
        .may(
            "responsible",
            .all(.open([.must("name", .anyText), .must("position", .anyText)]))),
        .may("facts", .anyText),
    ]

    private static let officerMeasureMembers: [Member] = [
        .must("measure", .word(OfficerMeasure.self)), .must("fault", .word(Fault.self)),
        .must("harm", .anyText), .must("circumstances", .anyText), .must("serious", .boolean),
    ]

    private static let docketMembers: [Member] = [
        .must("matter", .ref(.matterID)), .must("kind", .word(MatterID.Kind.self)),
        .must("version", .count), .must("phase", .word(PhaseName.self)),
        .may("step", .word(StepName.self)), .must("supervising", .ref(.organID)),
        .may("supervised", .ref(.organID)), .may("parties", .all(.ref(.organID))),
        .must("acting", .ref(.organID)),
        .may("deadline", .ref(.deadline)), .must("overdue", .boolean),
        .must("suspended", .boolean), .must("registeredAt", .ref(.instant)),
        .may("source", .word(SourceKind.self)), .may("category", .integer(1...9)),
        .must("class", .ref(.secrecy)), .must("position", .count), .may("summary", .anyText),
    ]

    private static let matterMembers: [Member] = [
        .may("allowed", .all(.anyText)), .may("since", .ref(.instant)),
        .may("at", .ref(.instant)), .may("competence", .ref(.competence)),
        .may("investigators", .all(.ref(.personID))),
        .may(
            "deadlines",
            .all(
                .open(
                    [
                        .must("phase", .word(PhaseName.self)), .may("step", .word(StepName.self)),
                        .must("running", .boolean), .must("passed", .boolean),
                        .must(
                            "daysLeft", .integer(-JSONDocument.integerMax...JSONDocument.integerMax)
                        ),
                    ] + deadlineMembers))),
        .may("suspension", .open([.must("since", .ref(.date)), .must("reason", .anyText)])),
        .may("rejections", .count), .may("refusalRecorded", .boolean),
        .may(
            "ground",
            .open([
                .must("kind", .word(["unrectified", "major"])), .may("opinion", .anyText),
                .must("reason", .anyText), .may("failedBy", .ref(.personID)),
            ])),
        .may("result", .word(AccountabilityPhase.Result.self)),
        .may(
            "closing",
            .open([
                .must("outcome", .anyText), .must("at", .ref(.instant)), .may("reason", .anyText),
                .may("into", .ref(.matterID)), .may("channel", .ref(.channel)),
                .may("party", .ref(.organID)), .may("opened", .ref(.matterID)),
            ])),
        .may("documents", .all(.ref(.document))), .may("report", numberedTexts),
        .may("duties", .all(.ref(.duty))),
        .may("findings", .all(.ref(.finding))),
        .may("registration", .ref(.registration)),
        .may(
            "measures",
            .all(
                .open(
                    [
                        .must("kind", .word(InvestigationMeasureKind.self)),
                        .must("on", .ref(.date)), .must("summary", .anyText),
                    ] + measureDetails))),
        .may("truncated", .boolean), .may("omitted", .counts),
    ]

    private static let measureDetails: [Member] = [
        .may("institution", .anyText), .may("specialty", .anyText),
        .may(
            "evidence", .all(.open([.must("name", .anyText), .must("sha256", .anyText)]))),
    ]

    private static let registrationMembers: [Member] = [
        .must(
            "source",
            .open([.must("kind", .word(SourceKind.self)), .may("channel", .ref(.channel))])),
        .must("content", .integer(1...9)), .may("occurredOn", .ref(.date)),
        .must("exOfficio", .boolean), .must("by", .ref(.personID)),
        .must("byOrgan", .ref(.organID)), .must("at", .ref(.instant)),
        .may("truncated", .boolean), .may("incident", .anyText),
        .may("complainant", .open([.must("name", .anyText), .may("contact", .anyText)])),
        .may("power", .anyText),
        .may(
            "distinctFrom",
            .open([.must("matter", .ref(.matterID)), .must("reason", .anyText)])),
        .may(
            "escalation", .open([.must("dispute", .ref(.matterID)), .must("ground", .ordinal)])),
    ]

    /// Every member that any event has; which ones an event has is told in the protocol's text.
    private static let eventMembers: [Member] =
        [
            .must("event", .anyText), .may("supervised", .ref(.organID)),
            .may("supervising", .ref(.organID)), .may("class", .ref(.secrecy)),
            .may("summary", .anyText), .may("registration", .ref(.registration)),
            .may("competence", .ref(.competence)), .may("deadline", .ref(.deadline)),
            .may("investigators", .all(.ref(.personID))), .may("reason", .anyText),
            .may("channel", .ref(.channel)), .may("into", .ref(.matterID)),
            .may("kind", .anyText), .may("on", .ref(.date)), .may("grounds", .all(.ordinal)),
            .may("majorReason", .anyText), .may("number", .anyText),
            .may("issuer", .ref(.organID)), .may("signedBy", .ref(.personID)),
            .may("issuedAt", .ref(.instant)), .may("items", numberedTexts),
            .may("measures", numberedTexts), .may("verified", .all(.ordinal)),
            .may("duty", .ordinal), .may("from", .ref(.organID)), .may("request", .anyText),
            .may("superior", .anyText), .may("unit", .ref(.organID)),
            .may("to", .word(ReferralTarget.self)), .may("authority", .anyText),
            .may("outcome", .anyText), .may("organ", .ref(.organID)), .may("merit", .anyText),
            .may("text", .anyText), .may("lastDay", .ref(.date)),
            .may("measure", .word(OfficerMeasure.self)), .may("fault", .word(Fault.self)),
            .may("harm", .anyText), .may("circumstances", .anyText), .may("serious", .boolean),
        ] + measureDetails + itemMembers + disputeEventMembers

    private static let historyMembers: [Member] = [
        .must("position", .count), .must("version", .count), .must("phase", .word(PhaseName.self)),
        .may("step", .word(StepName.self)), .may("command", .word(CommandName.self)),
        .must("at", .ref(.instant)), .may("principal", .ref(.personID)),
        .must("events", .all(.ref(.event))),
    ]

    private static let organMembers: [Member] = [
        .must("organ", .ref(.organID)), .must("id", .ref(.organID)), .must("name", .anyText),
        .may("nameEn", .anyText), .must("kind", .word(OrganKind.self)),
        .must("level", .word(OrganLevel.self)), .may("government", .ref(.organID)),
        .may("lineSuperior", .ref(.organID)), .may("manager", .ref(.organID)),
        .may("superiorOutside", .anyText), .may("documentPrefix", .anyText),
        .may(
            "receivedPowers",
            .all(
                .open([
                    .must("power", .anyText), .must("from", .ref(.organID)),
                    .must("by", .word(ReceivedPower.Instrument.self)),
                ]))),
    ]

    private static let serverMembers: [Member] = [
        .must("name", .anyText), .must("version", .anyText), .must("rosterEdition", .anyText),
        .must("calendarEdition", .anyText),
    ]

    private static let helloMembers: [Member] = [
        .must("protocol", .ordinal), .must("server", .ref(.server)), .must("session", .anyText),
        .may(
            "principal",
            .open([
                .must("id", .ref(.personID)), .must("name", .anyText),
                .must("organ", .ref(.organID)), .must("roles", .all(.word(Role.self))),
            ])),
        .must("limits", .counts), .must("capabilities", .all(.anyText)),
        .must("serverTime", .ref(.instant)),
    ]

    private static let statusMembers: [Member] = [
        .must("server", .ref(.server)), .must("startedAt", .ref(.instant)),
        .must("serverTime", .ref(.instant)), .must("position", .count),
        .must("draining", .boolean), .must("connections", .count),
        .must("subscriptions", .count),
        .must("matters", .open([.must("open", .count), .must("total", .count)])),
    ]

    private static func page(of item: OpenRPC.Schema) -> [Member] {
        [.must("items", .all(item)), .may("nextCursor", .ref(.cursor)), .must("position", .count)]
    }
}
