import Supervision
import Wire

/// One parameter of an example: a good value, and one of the wrong type.
struct Parameter {
    var name: String
    var value: String
    var wrong: String
    var isRequired: Bool
}

/// A good call of one method with everything that it can carry, and what it means.
struct Example {
    var method: String
    var parameters: [Parameter]
    var call: Call

    var params: String { object(parameters.map { ($0.name, $0.value) }) }
    var line: String { WireTests.line(method, params) }
}

func must(_ name: String, _ value: String, wrong: String = "[]") -> Parameter {
    Parameter(name: name, value: value, wrong: wrong, isRequired: true)
}

func may(_ name: String, _ value: String, wrong: String = "[]") -> Parameter {
    Parameter(name: name, value: value, wrong: wrong, isRequired: false)
}

let key = must("idempotencyKey", #""k 1""#, wrong: "1")
let identity = [
    must("matter", #""S12""#, wrong: "12"), must("expectedVersion", "3", wrong: #""3""#), key,
]
private let reason = must("reason", #""why""#, wrong: "7")
private let deadline = must("deadline", #"{"workingDays":15}"#, wrong: #""2026-01-01""#)
private let newDeadline = may("deadline", #"{"days":30}"#, wrong: "30")
private let summary = must("summary", #""what""#, wrong: "null")
private let measures = must(
    "measures", #"[{"item":1,"text":"done"},{"item":2,"text":"begun"}]"#, wrong: "{}")
private let reports = [ItemReport(item: 1, text: "done"), ItemReport(item: 2, text: "begun")]
private let verified = must("verified", "[1,2]", wrong: "1")
private let responsible = must(
    "responsible", #"[{"name":"Li","position":"head"}]"#, wrong: #"["Li"]"#)
private let people = [ResponsiblePerson(name: "Li", position: "head")]
private let item = must("item", "4", wrong: #""4""#)
private let sha = String(repeating: "0a", count: 32)

/// An example of a command for the matter S12. Its digest is that of the call and is compared
/// elsewhere.
private func command(
    _ name: CommandName, _ parameters: [Parameter], _ command: MatterCommand
) -> Example {
    Example(
        method: name.rawValue, parameters: identity + parameters,
        call: .command(
            .matter(
                CommandCall(
                    matter: MatterID(kind: .supervision, serial: 12), expectedVersion: 3,
                    idempotency: Idempotency(key: "k 1", digest: 0), command: command))))
}

private let matterCommands: [Example] = [
    command(
        .accept, [must("investigators", #"["p1","p2"]"#, wrong: #""p1""#), newDeadline],
        .accept(investigators: [PersonID("p1"), PersonID("p2")], deadline: .days(30))),
    command(.decline, [reason], .decline(reason: "why")),
    command(
        .transfer, [must("supervising", #""o2""#, wrong: "2"), reason],
        .transfer(supervising: OrganID("o2"), reason: "why")),
    command(
        .refer, [must("channel", #""audit""#, wrong: #""bank""#), reason],
        .refer(channel: .audit, reason: "why")),
    command(
        .merge, [must("into", #""D7""#), reason],
        .merge(into: MatterID(kind: .dispute, serial: 7), reason: "why")),
    command(
        .withdraw, [reason, may("continueExOfficio", "true", wrong: "1")],
        .withdraw(reason: "why", continueExOfficio: true)),
    command(
        .recordObstruction,
        [must("kind", #""obstruction""#, wrong: #""Refusal""#), summary, responsible],
        .recordObstruction(.obstruction, summary: "what", responsible: people)),
    command(.close, [], .close),
    command(.reopen, [must("facts", #""new""#)], .reopen(facts: "new")),
    command(.suspend, [reason], .suspend(reason: "why")),
    command(.resume, [reason], .resume(reason: "why")),
    command(
        .classify,
        [must("class", #""stateSecret""#, wrong: #""secret""#), may("reason", #""why""#)],
        .classify(.stateSecret, reason: "why")),
    command(
        .coordinate, [must("channel", #""statistics""#, wrong: "true"), summary],
        .coordinate(.statistics, summary: "what")),
    command(
        .commend,
        [
            may("person", #""Wang Wu""#), may("organ", #""o1""#, wrong: #""a b""#),
            must("merit", #""care""#),
        ],
        .commend(person: "Wang Wu", organ: OrganID("o1"), merit: "care")),
    command(.note, [must("text", #""seen""#)], .note(text: "seen")),
    command(
        .sendNotice, [must("duty", "2", wrong: "0"), summary],
        .sendNotice(duty: 2, summary: "what")),
]

private let investigationCommands: [Example] = [
    command(
        .assign, [must("investigators", #"["p1"]"#, wrong: "{}")],
        .assign(investigators: [PersonID("p1")])),
    command(
        .recordMeasure,
        [
            must("kind", #""commissionedTesting""#), must("on", #""2026-02-28""#), summary,
            may("institution", #""lab""#), may("specialty", #""soil""#),
            may("evidence", #"[{"name":"a","sha256":"\#(sha)"}]"#, wrong: #"["a"]"#),
        ],
        .recordMeasure(
            InvestigationMeasure(
                kind: .commissionedTesting,
                on: CivilDate(daysSinceEpoch: 20_512), summary: "what", institution: "lab",
                specialty: "soil", evidence: [Evidence(name: "a", sha256: sha)]))),
    command(
        .requestAssistance, [must("from", #""o3""#), must("request", #""files""#)],
        .requestAssistance(from: OrganID("o3"), request: "files")),
    command(
        .provideAssistance, [must("duty", "1", wrong: "-1"), summary],
        .provideAssistance(duty: 1, summary: "what")),
    command(
        .extendInvestigation, [deadline, reason],
        .extendInvestigation(deadline: .workingDays(15), reason: "why")),
    command(
        .conclude,
        [
            must("outcome", #""problem""#), must("facts", #""f""#),
            may("grounds", "[1,7]", wrong: "[8]"), may("severity", #""major""#),
            may("majorReason", #""m""#),
        ],
        .conclude(
            Conclusion(
                outcome: .problem, facts: "f", grounds: [1, 7], severity: .major,
                majorReason: "m"))),
]

private let documentCommands: [Example] = [
    command(
        .issueOpinion, [must("requirements", #"["a","b"]"#), deadline],
        .issueOpinion(requirements: ["a", "b"], deadline: .workingDays(15))),
    command(.reportRectification, [measures], .reportRectification(reports)),
    command(
        .extendRectification, [deadline, reason],
        .extendRectification(deadline: .workingDays(15), reason: "why")),
    command(.acceptRectification, [verified], .acceptRectification(verified: [1, 2])),
    command(
        .rejectRectification, [reason, newDeadline],
        .rejectRectification(reason: "why", deadline: .days(30))),
    command(.failRectification, [reason], .failRectification(reason: "why")),
    command(
        .issueDecision, [must("orders", #"["a"]"#), deadline],
        .issueDecision(orders: ["a"], deadline: .workingDays(15))),
    command(.reportExecution, [measures], .reportExecution(reports)),
    command(
        .extendDecision, [deadline, reason],
        .extendDecision(deadline: .workingDays(15), reason: "why")),
    command(.confirmExecution, [verified], .confirmExecution(verified: [1, 2])),
    command(
        .rejectExecution, [reason, newDeadline],
        .rejectExecution(reason: "why", deadline: .days(30))),
    command(
        .findRefusal, [reason, responsible], .findRefusal(reason: "why", responsible: people)),
]

private let accountabilityCommands: [Example] = [
    command(
        .openAccountability,
        [
            must("kind", #""supervisor""#),
            must("person", #"{"name":"Li","organ":"o1","position":"p"}"#, wrong: #""Li""#),
            must("facts", #""f""#), may("misconduct", #""favouritism""#),
        ],
        .openAccountability(
            Accusation(
                kind: .supervisor,
                person: AccusedPerson(name: "Li", organ: OrganID("o1"), position: "p"),
                facts: "f", misconduct: .favouritism))),
    command(
        .notifyUnit, [item, must("unit", #""o1""#)],
        .notifyUnit(item: 4, unit: OrganID("o1"))),
    command(
        .recordOfficerMeasure,
        [
            item, must("measure", #""revokeQualification""#), must("fault", #""negligent""#),
            must("harm", #""h""#), must("circumstances", #""c""#),
            may("serious", "true", wrong: #""true""#),
        ],
        .recordOfficerMeasure(
            item: 4,
            OfficerMeasureRecord(
                measure: .revokeQualification, fault: .negligent, harm: "h",
                circumstances: "c", serious: true))),
    command(
        .referAccountability,
        [item, must("to", #""criminal""#), must("authority", #""a""#)],
        .referAccountability(item: 4, to: .criminal, authority: "a")),
    command(
        .recordOutcome, [item, must("outcome", #""o""#)],
        .recordOutcome(item: 4, outcome: "o")),
    command(.settleAccountability, [item], .settleAccountability(item: 4)),
    command(
        .dismissAccountability, [item, reason], .dismissAccountability(item: 4, reason: "why")),
]

private let registration = Example(
    method: "matter.register",
    parameters: [
        must("supervised", #""o1""#), may("supervising", #""o2""#),
        must("source", #"{"kind":"referral","channel":"audit"}"#),
        must("content", "9", wrong: "10"), summary, may("incident", #""i-1""#),
        may("occurredOn", #""1970-01-02""#, wrong: #""1970-02-30""#),
        may("complainant", #"{"name":"n","contact":"c"}"#),
        may("class", #""personalPrivacy""#), may("power", #""parking""#),
        may("distinctFrom", #"{"matter":"S1","reason":"why"}"#), key,
    ],
    call: .command(
        .register(
            RegisterMatter(
                supervised: OrganID("o1"), supervising: OrganID("o2"),
                source: Source(kind: .referral, channel: .audit), content: 9, summary: "what",
                incident: "i-1", occurredOn: CivilDate(daysSinceEpoch: 1),
                complainant: Complainant(name: "n", contact: "c"), secrecy: .personalPrivacy,
                power: "parking",
                distinctFrom: Distinction(
                    matter: MatterID(kind: .supervision, serial: 1), reason: "why")),
            Idempotency(key: "k 1", digest: 0))))

/// A filter that sets every member.
private let filterText =
    #"{"kind":"supervision","phase":"decision","step":"inForce","supervising":"a","#
    + #""supervised":"b","acting":"c","investigator":"p","overdue":true,"suspended":false,"#
    + #""dueBefore":"1970-01-01","source":"complaint","category":3,"class":"internal","#
    + #""registeredFrom":"1970-01-02","registeredTo":"1970-01-03","text":"t"}"#

private var filterValue: DocketFilter {
    var filter = DocketFilter()
    filter.kind = .supervision
    filter.phase = .decision
    filter.step = .inForce
    filter.supervising = OrganID("a")
    filter.supervised = OrganID("b")
    filter.acting = OrganID("c")
    filter.investigator = PersonID("p")
    filter.overdue = true
    filter.suspended = false
    filter.dueBefore = CivilDate(daysSinceEpoch: 0)
    filter.source = .complaint
    filter.category = 3
    filter.secrecy = .internal
    filter.registeredFrom = CivilDate(daysSinceEpoch: 1)
    filter.registeredTo = CivilDate(daysSinceEpoch: 2)
    filter.text = "t"
    return filter
}

private let filter = may("filter", filterText)
private let page = [
    may("cursor", #""abc""#, wrong: "5"), may("pageSize", "200", wrong: "201"),
]

private var queries: [Example] {
    [
        Example(
            method: "session.hello",
            parameters: [
                must("client", #"{"name":"n","version":"1.0"}"#),
                must("protocol", #"{"min":1,"max":2}"#, wrong: #"{"min":2,"max":1}"#),
                may("token", #""t-1""#), may("locale", #""zh""#, wrong: #""fr""#),
            ],
            call: .opening(
                .hello(
                    Hello(
                        clientName: "n", clientVersion: "1.0", protocolMin: 1, protocolMax: 2,
                        token: "t-1", locale: "zh")))),
        Example(method: "session.ping", parameters: [], call: .opening(.ping)),
        Example(method: "rpc.discover", parameters: [], call: .opening(.discover)),
        Example(method: "server.status", parameters: [], call: .publicQuery(.serverStatus)),
        Example(
            method: "matter.get", parameters: [must("matter", #""S1""#)],
            call: .query(.matterGet(MatterID(kind: .supervision, serial: 1)))),
        Example(
            method: "matter.history", parameters: [must("matter", #""S1""#)] + page,
            call: .query(
                .matterHistory(
                    MatterID(kind: .supervision, serial: 1), Page(cursor: "abc", size: 200)))),
        Example(
            method: "matter.explain",
            parameters: [
                must("matter", #""S1""#),
                may("command", #""matter.note""#, wrong: #""matter.register""#),
                may("params", #"{"text":"x"}"#, wrong: "[]"),
            ],
            call: .query(
                .matterExplain(
                    ExplainQuery(
                        matter: MatterID(kind: .supervision, serial: 1), command: .matter(.note),
                        attempt: .success(.matter(.note(text: "x"))))))),
        Example(
            method: "matter.asOf",
            parameters: [
                must("matter", #""S1""#), may("version", "2", wrong: "0"),
                may("at", #""1970-01-01T00:00:01Z""#, wrong: #""1970-01-01T00:00:01+08:00""#),
            ],
            call: .query(
                .matterAsOf(
                    MatterID(kind: .supervision, serial: 1), version: 2,
                    at: Instant(milliseconds: 1000)))),
        Example(
            method: "docket.statistics",
            parameters: [
                filter, may("from", #""1970-01-01""#, wrong: #""1970""#),
                may("to", #""1970-01-31""#, wrong: "1970"),
            ],
            call: .query(.docketStatistics(filterValue))),
        Example(
            method: "docket.list",
            parameters: [filter, may("sort", #""-position""#, wrong: #""age""#)] + page,
            call: .query(
                .docketList(
                    filterValue, .positionDescending, Page(cursor: "abc", size: 200)))),
        Example(
            method: "docket.count",
            parameters: [filter, may("groupBy", #""class""#, wrong: #""secrecy""#)],
            call: .query(.docketCount(filterValue, groupBy: .secrecy))),
        Example(
            method: "docket.watch",
            parameters: [filter, may("fromPosition", "0", wrong: "-1")],
            call: .query(.docketWatch(filterValue, fromPosition: 0))),
        Example(
            method: "docket.unwatch", parameters: [must("subscription", "5")],
            call: .query(.docketUnwatch(subscription: 5))),
        Example(
            method: "document.get",
            parameters: [
                must("number", #""京〔2026〕1号""#), may("kind", #""decision""#, wrong: #""letter""#),
                may("issuer", #""o1""#),
            ],
            call: .query(.documentGet(number: "京〔2026〕1号", .decision, issuer: OrganID("o1")))),
        Example(
            method: "organ.get", parameters: [must("organ", #""o1""#)],
            call: .publicQuery(.organGet(OrganID("o1")))),
        Example(
            method: "organ.list", parameters: page,
            call: .publicQuery(.organList(Page(cursor: "abc", size: 200)))),
        Example(
            method: "organ.competence",
            parameters: [must("of", #""a""#), must("over", #""b""#)],
            call: .publicQuery(.organCompetence(of: OrganID("a"), over: OrganID("b")))),
        Example(
            method: "organ.commonSupervisor",
            parameters: [must("parties", #"["a","b"]"#, wrong: #"["a"]"#)],
            call: .publicQuery(.organCommonSupervisor([OrganID("a"), OrganID("b")]))),
    ]
}

/// One example for each method.
let examples: [Example] =
    queries + [registration] + matterCommands + investigationCommands + documentCommands
    + accountabilityCommands + [filing] + disputeCommands
