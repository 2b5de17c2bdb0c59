package import Supervision

/// The walks over all reachable states of a supervision matter and of a dispute, on small data.
///
/// One matter, one person for each role, texts of one letter. What no rule looks at is left out of
/// a state's key: texts, versions, days, how often a thing was done. Duties are held to a number
/// in all and to one of each kind; what would open more is not followed. From those states the
/// walk proves every `Property`.
package enum ReachWalk {
    /// What has to hold wherever the matter comes to.
    package enum Property: String, CaseIterable, Sendable {
        case ground, duties, numbers, suspension, clock, table, deadEnd
        // Of disputes.
        case heard, reported, escalation

        package static let ofMatters: [Property] = [
            .ground, .duties, .numbers, .suspension, .clock, .table, .deadEnd,
        ]
        package static let ofDisputes: [Property] = [
            .heard, .reported, .escalation, .numbers, .suspension, .clock, .table, .deadEnd,
        ]

        package var text: Bilingual {
            let (zh, en) =
                switch self {
                case .ground:
                    (
                        "没有未整改的意见书或者重大问题认定，就没有决定书（第十四条第一款）",
                        "no decision without an unrectified opinion or a major finding "
                            + "(Art. 14 para. 1)"
                    )
                case .duties:
                    ("尚有未完成的义务时不能办结", "no closing with an open duty")
                case .numbers:
                    (
                        "每个文号只使用一次，且不跳号",
                        "every document number is used once, and none is left out"
                    )
                case .suspension:
                    (
                        "中止期间只能恢复、撤回和备注，期限不计",
                        "a suspended matter does nothing but resume, withdraw and note"
                    )
                case .clock:
                    (
                        "期限届满只标记逾期，不改变其他任何内容",
                        "a passing deadline moves nothing but the deadline"
                    )
                case .table:
                    ("每一步都在规则表之内", "every step stands in the table")
                case .deadEnd:
                    ("任何未办结的状态都能够办结", "no dead end that is not closed")
                case .heard:
                    (
                        "没有听取每个当事机关的意见，就没有协调意见（第十三条第一款）",
                        "no coordination opinion before every party was heard (Art. 13 para. 1)"
                    )
                case .reported:
                    (
                        "尚有当事机关未报告执行情况时不能作为已执行办结（第十三条第二款）",
                        "no closing as executed with a part unreported (Art. 13 para. 2)"
                    )
                case .escalation:
                    (
                        "逾期未报告或者报告被退回，才能转为监督事项，且同时登记该事项（第十三条第二款）",
                        "an escalation only of a party that is overdue without a report, or whose "
                            + "report was rejected, and always with the matter that it opens "
                            + "(Art. 13 para. 2)"
                    )
                }
            return Bilingual(zh: zh, en: en)
        }
    }

    /// - Parameters:
    ///   - fixtures: the supervised organs from whose matters it starts.
    ///   - dutiesMax: how many duties a matter may come to have.
    ///   - stopsAtViolation: whether the first violation ends it.
    /// - Throws: a refusal of the registration, which only another machine can give.
    package static func supervision(
        _ machine: MatterMachine = .served, fixtures: [Fixture] = Fixture.allCases,
        dutiesMax: Int = 1, stopsAtViolation: Bool = false
    ) throws(Refusal) -> Exploration {
        var starts: [Node] = []
        for fixture in fixtures {
            // The house rules of time make no other places, so that one fixture is enough.
            let limit: Period? = fixture == .plain ? Words.soon : nil
            let situation = try Situation(
                fixture.request, by: fixture.acting + ".clerk",
                policy: Policy(acceptWithin: limit, investigateWithin: limit), issued: earlier)
            starts.append(Node(situation: situation))
        }
        return Exploration(
            from: starts, stopsAtViolation: stopsAtViolation, key: \.key,
            isEnd: { $0.situation.matter.isClosed },
            moves: { $0.moves(machine, dutiesMax: dutiesMax) })
    }

    /// Other matters had documents before, so that a number can be used twice.
    static let earlier: [Document] = {
        let issuers: [(DocumentKind, String)] = [
            (.opinion, "district-justice"), (.opinion, "district"), (.decision, "district"),
            (.coordinationOpinion, "city"), (.coordinationOpinion, "district"),
        ]
        return issuers.map { kind, issuer in
            Document(
                kind: kind, number: "\(issuer)〔2026〕1号", issuer: OrganID(issuer),
                signedBy: PersonID("\(issuer).signatory"), issuedAt: Stage.start, items: ["x"],
                deadline: Deadline(
                    Words.soon, startingOn: Stage.start.legalDay, in: .weekdaysOnly))
        }
    }()
}

/// A matter on its way, and what was seen on it. What was seen is gathered from the commands and
/// not from the matter, so that it can tell when the matter holds something that never happened.
struct Node {
    var situation: Situation
    /// Major problems were found, and no ordinary ones since.
    private var isMajor = false
    /// An opinion was issued on the newest finding.
    private var hasOpinion = false
    /// Its deadline passed and was not extended.
    private var isOverdue = false
    /// A report on it was rejected, or a refusal was recorded.
    private var isResisted = false

    init(situation: Situation) {
        self.situation = situation
    }

    // MARK: What makes a state

    struct Key: Hashable {
        var supervised: OrganID
        var supervising: OrganID
        var place: Place
        var flags: [Bool]
        var clock: Clock
        /// Kind and status of each duty, in no order.
        var duties: [String]
    }

    var key: Key {
        let matter = situation.matter
        var flags = [
            matter.suspension != nil, matter.registration.exOfficio, matter.investigators.isEmpty,
            isMajor, hasOpinion, isOverdue, isResisted,
        ]
        switch matter.phase {
        case .investigation(let inquiry): flags.append(inquiry.measures.isEmpty)
        case .rectification(let rectification):
            flags += [rectification.rejections > 0, rectification.refusalRecorded]
        case .decision(let decision):
            if case .major = decision.ground { flags.append(true) } else { flags.append(false) }
            if let issued = decision.issued {
                flags += [issued.rejections > 0, issued.refusalRecorded]
            }
        case .closed(let closing): flags.append(closing.outcome.isFinal)
        case .complaint, .opinion, .accountability: break
        }
        return Key(
            supervised: matter.supervised, supervising: matter.supervising,
            place: matter.phase.place, flags: flags, clock: situation.clock,
            duties: matter.duties.map(Self.name).sorted())
    }

    private static func kind(_ duty: Duty) -> String {
        switch duty.kind {
        case .accountability(let item): item.kind.rawValue
        case .notice: "notice"
        case .assistance: "assistance"
        }
    }

    private static func name(_ duty: Duty) -> String {
        if case .accountability(let item) = duty.kind {
            return kind(duty) + item.status.name.rawValue
        }
        return kind(duty) + (duty.isSettled ? "settled" : "open")
    }

    // MARK: Where it leads

    func moves(_ machine: MatterMachine, dutiesMax: Int) -> [Exploration.Move<Node>] {
        var moves: [Exploration.Move<Node>] = []
        for name in CommandName.allCases {
            for command in Probe.lawful(name, for: situation) where isFollowed(command) {
                guard let (events, person) = attempt(command, machine) else { continue }
                var next = self
                next.situation = situation.after(events, by: person.id, machine)
                next.see(command)
                let duties = next.situation.matter.duties
                guard duties.count <= dutiesMax, Set(duties.map(Self.kind)).count == duties.count
                else { continue }
                moves.append(
                    Exploration.Move(
                        label: "\(name.rawValue) (\(person.id))", state: next,
                        violated: violated(command, next).map(\.rawValue)))
            }
        }
        if let later = situation.afterDeadline(machine) {
            var next = self
            next.situation = later
            next.isOverdue = next.isOverdue || later.matter.phase.name == .rectification
            moves.append(
                Exploration.Move(
                    label: "deadlinePassed", state: next,
                    violated: violatedByClock(next).map(\.rawValue)))
        }
        return moves
    }

    /// Who might give a command, one person for each organ concerned. For an item about a
    /// supervisor somebody from above that organ comes first.
    private func persons(for authority: Authority) -> [Principal] {
        let matter = situation.matter
        let acting = Stage.roster.actingOrgan(for: matter.supervising, over: matter.supervised)
        let organs: [OrganID]
        switch authority {
        case .registrar, .clerk, .investigator, .investigatorOnMatter, .signatory,
            .signatoryOfOpinion, .reader:
            organs = [acting]
        case .signatoryOfDecision: organs = [matter.supervising]
        case .respondentOfSupervised, .respondentOfUnit: organs = [matter.supervised]
        case .respondentOfAskedOrgan: organs = [OrganID("transferring")]
        case .itemClerk, .itemInvestigator, .itemSignatory:
            organs = Self.above[acting, default: []] + [acting]
        }
        let role = authority.role ?? .clerk
        return organs.map { Stage.person("\($0).\(role.rawValue)") }
    }

    /// The organ that is over the one that does the work, where a supervisor may be accused.
    private static let above = Dictionary(
        uniqueKeysWithValues: ["district", "district-justice", "city-bureau"].map { id in
            let organ = OrganID(id)
            return (organ, Array(Stage.roster.competentOrgans(over: organ).prefix(1)))
        })

    /// The first who may give the command, and what it makes happen.
    private func attempt(
        _ command: MatterCommand, _ machine: MatterMachine
    ) -> ([MatterEvent], Principal)? {
        for person in persons(for: Rule.of(command.name).by) {
            let context = situation.context(for: person)
            let version = situation.matter.version
            if case .success(let events) = machine.decide(
                situation.matter, command, version, context)
            {
                return (events, person)
            }
        }
        return nil
    }

    /// One transfer, to the line department, stands for all: who supervises makes no other places.
    private func isFollowed(_ command: MatterCommand) -> Bool {
        guard case .transfer(let organ, _) = command else { return true }
        return organ == OrganID("city-bureau")
    }

    private mutating func see(_ command: MatterCommand) {
        let isRectification = situation.matter.phase.name == .rectification
        switch command {
        case .conclude(let conclusion):
            (isMajor, hasOpinion) = (conclusion.severity == .major, false)
            (isOverdue, isResisted) = (false, false)
        case .reopen: (isMajor, hasOpinion, isOverdue, isResisted) = (false, false, false, false)
        case .issueOpinion: (hasOpinion, isOverdue, isResisted) = (true, false, false)
        case .extendRectification: isOverdue = false
        case .rejectRectification(_, let deadline):
            isResisted = true
            if deadline != nil { isOverdue = false }
        case .recordObstruction(.refusal, _, _) where isRectification: isResisted = true
        default: break
        }
    }

    // MARK: What must not be

    private func violated(_ command: MatterCommand, _ next: Node) -> [ReachWalk.Property] {
        let (old, new) = (situation.matter, next.situation.matter)
        var violated: [ReachWalk.Property] = []
        let rule = Rule.of(command.name)
        if !rule.from.contains(old.phase.place) || !rule.to.contains(new.phase.place) {
            violated.append(.table)
        }
        if case .decision(let decision) = new.phase, !next.bears(decision) {
            violated.append(.ground)
        }
        if new.isClosed, !new.openDuties.isEmpty { violated.append(.duties) }
        if !next.situation.issued.isNumberedInOrder { violated.append(.numbers) }
        if old.suspension != nil {
            switch command.name {
            case .resume, .withdraw, .note: break
            default: violated.append(.suspension)
            }
            if new.isOverdue, !old.isOverdue { violated.append(.suspension) }
        }
        return violated
    }

    /// Whether what was seen bears the ground on which a decision stands.
    private func bears(_ decision: DecisionPhase) -> Bool {
        switch decision.ground {
        case .major(let major): isMajor && !major.reason.isEmpty
        case .unrectified(let unrectified):
            hasOpinion && !isMajor && (isOverdue || isResisted)
                && situation.issued.last { $0.kind == .opinion } == unrectified.opinion
        }
    }

    private func violatedByClock(_ next: Node) -> [ReachWalk.Property] {
        let (old, new) = (situation.matter, next.situation.matter)
        if old.suspension != nil { return [.suspension] }
        let isStill =
            old.phase.place == new.phase.place && old.version == new.version
            && old.duties == new.duties && old.documents == new.documents && new.isOverdue
        return isStill ? [] : [.clock]
    }
}

extension Authority {
    /// The role that it asks for; nil for a reader, who needs none.
    package var role: Role? {
        switch self {
        case .registrar, .clerk, .itemClerk: .clerk
        case .investigator, .investigatorOnMatter, .itemInvestigator: .investigator
        case .signatory, .signatoryOfOpinion, .signatoryOfDecision, .itemSignatory: .signatory
        case .respondentOfSupervised, .respondentOfAskedOrgan, .respondentOfUnit: .respondent
        case .reader: nil
        }
    }
}

extension [Document] {
    /// The newest document has the next number of its issuer, kind and year.
    var isNumberedInOrder: Bool {
        guard let newest = last else { return true }
        let series = filter {
            $0.issuer == newest.issuer && $0.kind == newest.kind
                && $0.issuedAt.legalDay.year == newest.issuedAt.legalDay.year
        }
        return Set(series.map(\.number)).count == series.count
            && newest.number.hasSuffix("〕\(series.count)号")
    }
}
