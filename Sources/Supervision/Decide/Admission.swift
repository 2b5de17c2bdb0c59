// The first half of every decision, in the order in which refusals are told: role and organ, phase,
// version, and the guards that look only at the matter and the person. `allowed` runs the very
// same functions without a command.

/// What a command is about inside the matter, as far as it decides who may give it.
enum Target: Equatable {
    case matter
    case duty(Int)
    case item(Int)
}

extension MatterCommand {
    var target: Target {
        switch self {
        case .provideAssistance(let duty, _), .sendNotice(let duty, _): .duty(duty)
        case .notifyUnit(let item, _), .recordOfficerMeasure(let item, _),
            .referAccountability(let item, _, _), .recordOutcome(let item, _),
            .settleAccountability(let item), .dismissAccountability(let item, _):
            .item(item)
        case .accept, .decline, .transfer, .refer, .merge, .withdraw, .assign, .recordMeasure,
            .requestAssistance, .extendInvestigation, .conclude, .issueOpinion,
            .reportRectification, .extendRectification, .acceptRectification,
            .rejectRectification, .failRectification, .issueDecision, .reportExecution,
            .extendDecision, .confirmExecution, .rejectExecution, .findRefusal,
            .recordObstruction, .openAccountability, .close, .reopen, .suspend, .resume,
            .classify, .coordinate, .commend, .note:
            .matter
        }
    }
}

/// A suspended matter stands still but for what is allowed then, and only such a one is resumed.
/// The same in both machines.
func requireMotion(
    of suspension: Suspension?, whileSuspended: Bool, resumes: Bool
) throws(Refusal) {
    switch suspension {
    case .some where !whileSuspended:
        throw Refusal(.notInPhase, .procedure, missing: ["resume"])
    case nil where resumes: throw Refusal(.notInPhase, .procedure, missing: ["suspend"])
    case .some, nil: break
    }
}

/// Whoever gives a command has seen the newest state, where the command says which one it saw.
func requireVersion(_ version: Int64, _ expected: Int64?) throws(Refusal) {
    guard let expected, expected != version else { return }
    throw Refusal(.versionConflict(current: version), .procedure)
}

extension [AccountabilityItem.StatusName] {
    /// As it stands in a refusal.
    func joined() -> String { map(\.rawValue).joined(separator: " or ") }
}

extension Matter {
    /// Role and organ, then phase, then version. Throws the first that does not hold.
    func admit(
        _ rule: Rule, _ target: Target, expecting expected: Int64?, _ context: Context
    ) throws(Refusal) {
        try requireVisible(target, context)
        try authorise(rule.by, target, context)
        guard rule.from.contains(place) else { throw Refusal(.notInPhase, .procedure) }
        try requireMotion(
            of: suspension, whileSuspended: rule.whileSuspended, resumes: rule.command == .resume)
        try requireVersion(version, expected)
    }

    /// A duty of which the person must not learn is answered like one that is not there, before
    /// any article or organ is told.
    private func requireVisible(_ target: Target, _ context: Context) throws(Refusal) {
        let (number, subject): (Int, Refusal.Subject) =
            switch target {
            case .matter: (0, .matter)
            case .duty(let number): (number, .duty)
            case .item(let number): (number, .item)
            }
        guard number > 0, let audience = audience(of: context.actor, in: context.roster)
        else { return }
        // What is hidden and what is not there are refused in one place, and so alike.
        guard duties.indices.contains(number - 1), isVisible(number, to: audience) else {
            throw .notFound(subject, String(number))
        }
    }

    /// Whether the audience may know of a duty.
    private func isVisible(_ number: Int, to audience: Audience) -> Bool {
        switch audience {
        case .full: true
        case .supervised: item(number)?.kind != .supervisor
        case .participant(let duties): duties.contains(number)
        }
    }

    private func authorise(
        _ authority: Authority, _ target: Target, _ context: Context
    ) throws(Refusal) {
        let actor = context.actor
        let standing = Standing(of: actor, to: self, in: context.roster)
        // Asked for only when it has to be told who could do it.
        var side: [OrganID] {
            let acting = context.roster.actingOrgan(for: supervising, over: supervised)
            return acting == supervising ? [supervising] : [acting, supervising]
        }

        func require(
            _ role: Role, _ isOfTheOrgan: Bool, _ organs: @autoclosure () -> [OrganID],
            _ basis: Basis
        ) throws(Refusal) {
            if actor.roles.contains(Roles(role)), isOfTheOrgan { return }
            let who = Refusal.Who(roles: [role], organs: organs())
            throw Refusal(.notAuthorised, basis, who: who)
        }
        func requireForItem(_ role: Role) throws(Refusal) {
            let (concerned, organs, basis) = try settlers(of: target, standing, side, context)
            try require(role, concerned, organs, basis)
            if role == .investigator { try require(role, actor.qualified, organs, .law(16)) }
        }

        switch authority {
        case .registrar: preconditionFailure("matter.register has no matter to be admitted to")
        case .clerk: try require(.clerk, standing.actsForSupervising, side, .law(4))
        case .signatory: try require(.signatory, standing.actsForSupervising, side, .law(4))
        case .investigator, .investigatorOnMatter:
            try require(
                .investigator, standing.actsForSupervising && actor.qualified, side, .law(16))
            if authority == .investigatorOnMatter, place == .investigation,
                !investigators.contains(actor.id)
            {
                throw Refusal(
                    .notAuthorised, .law(16),
                    who: Refusal.Who(roles: [.investigator], organs: side),
                    missing: investigators.map(\.text))
            }
        case .signatoryOfOpinion:
            let issuer = context.roster.issuerOfOpinion(
                supervising: supervising, supervised: supervised)
            try require(.signatory, actor.organ == issuer, [issuer], .law(14, 2))
        case .signatoryOfDecision:
            let issuer = context.roster.issuerOfDecision(supervising: supervising)
            try require(.signatory, actor.organ == issuer, [issuer], .law(14, 1))
        case .respondentOfSupervised:
            try require(.respondent, standing.answersForSupervised, [supervised], .law(14, 1))
        case .respondentOfAskedOrgan:
            try require(
                .respondent, try isConcerned(standing.askedIn, target, context),
                asked(target, context), .law(5, 3))
        case .respondentOfUnit:
            try require(
                .respondent, try isConcerned(standing.unitIn, target, context),
                units(target, context), .law(18))
        case .itemClerk: try requireForItem(.clerk)
        case .itemInvestigator: try requireForItem(.investigator)
        case .itemSignatory: try requireForItem(.signatory)
        case .reader:
            // Whoever may read it, but an auditor changes nothing, not even by a note.
            guard standing.hasPart, audience(of: actor, in: context.roster) != nil else {
                throw Refusal(
                    .notAuthorised, .procedure,
                    who: Refusal.Who(roles: Roles.acting.list, organs: side))
            }
        }
    }

    /// Who may move an item of accountability on: the supervising side, and, for an item about a
    /// supervisor, whoever acts for an organ that is competent over the supervisor's own (Art. 20).
    private func settlers(
        of target: Target, _ standing: Standing, _ side: [OrganID], _ context: Context
    ) throws(Refusal) -> (concerned: Bool, organs: [OrganID], basis: Basis) {
        guard case .item(let number) = target else {
            return (standing.actsForSupervising || !standing.overseesIn.isEmpty, side, .law(4))
        }
        guard let item = item(number) else { throw .notFound(.item, String(number)) }
        var organs = side
        if item.kind == .supervisor, let person = item.person {
            organs += context.roster.competentOrgans(over: person.organ)
        }
        return (
            standing.actsForSupervising || standing.overseesIn.contains(number),
            organs.uniqued(), .law(item.kind.citation)
        )
    }

    /// Whether the person stands to the duty of the command, or, without a command, to any.
    private func isConcerned(
        _ numbers: [Int], _ target: Target, _ context: Context
    ) throws(Refusal) -> Bool {
        switch target {
        case .matter:
            // An item of which the unit was not told yet must not be guessed from the answer.
            guard let audience = audience(of: context.actor, in: context.roster)
            else { return !numbers.isEmpty }
            return numbers.contains { isVisible($0, to: audience) }
        case .duty(let number):
            guard duties.indices.contains(number - 1) else {
                throw .notFound(.duty, String(number))
            }
            return numbers.contains(number)
        case .item(let number):
            guard item(number) != nil else { throw .notFound(.item, String(number)) }
            return numbers.contains(number)
        }
    }

    private func asked(_ target: Target, _ context: Context) -> [OrganID] {
        visibleDuties(context).compactMap { duty in
            if case .duty(let number) = target, number != duty.number { return nil }
            guard case .assistance(let from, _, _) = duty.kind else { return nil }
            return from
        }
    }

    /// The duties that may be named to this person.
    private func visibleDuties(_ context: Context) -> [Duty] {
        // To those who see nothing of a matter it never answers; here they only ask what if.
        guard let audience = audience(of: context.actor, in: context.roster) else { return duties }
        return duties.filter { isVisible($0.number, to: audience) }
    }

    private func units(_ target: Target, _ context: Context) -> [OrganID] {
        visibleDuties(context).compactMap { duty in
            if case .item(let number) = target, number != duty.number { return nil }
            guard case .accountability(let item) = duty.kind, item.kind == .officer
            else { return nil }
            return item.person?.organ
        }
    }

    /// The guards of a row that need no parameters.
    func requirePreconditions(of name: CommandName, _ context: Context) throws(Refusal) {
        switch name {
        case .withdraw:
            guard registration.source.kind == .complaint, !registration.exOfficio else {
                throw Refusal(.complaintsOnly)
            }
        case .requestAssistance:
            guard context.roster[supervised]?.receivedPowers.isEmpty == false else {
                throw Refusal(.assistanceOfTransferringOrgan)
            }
        case .conclude:
            guard case .investigation(let inquiry) = phase, !inquiry.measures.isEmpty else {
                throw Refusal(.measureTaken, missing: ["investigation.recordMeasure"])
            }
        case .issueOpinion, .issueDecision:
            guard !context.house.policy.twoPersonRule || !foundBy(context.actor.id) else {
                var refusal = Refusal(.twoPersonRule)
                refusal.who = Refusal.Who(roles: [.signatory], organs: [context.actor.organ])
                throw refusal
            }
        case .failRectification:
            guard case .rectification(let rectification) = phase, rectification.mayFail else {
                throw Refusal(.rectificationNotFailed, from: deadlineToWatch)
            }
        case .findRefusal:
            guard case .decision(let decision) = phase, decision.issued?.mayBeFoundRefused == true
            else { throw Refusal(.executionNotRefused, from: deadlineToWatch) }
        case .decline, .refer, .merge, .close: try requireSettledDuties()
        case .reopen: try requireWhatReopeningNeeds(context)
        case .sendNotice:
            try requireDuty { if case .notice = $0.kind { true } else { false } }
        case .provideAssistance:
            // Only what one's own organ is asked: of other duties the person may know nothing.
            try requireDuty { duty in
                guard case .assistance(let from, _, _) = duty.kind else { return false }
                return from == context.actor.organ
            }
        case .notifyUnit:
            try requireItem(for: name)
            let isAboutOfficer = openDuties.contains { duty in
                guard case .accountability(let item) = duty.kind else { return false }
                return item.kind == .officer && item.status == .open
            }
            guard isAboutOfficer else { throw Refusal(.officersOnly) }
        case .recordOfficerMeasure:
            try requireItem(for: name) { $0.person?.organ == context.actor.organ }
        case .settleAccountability, .recordOutcome, .referAccountability, .dismissAccountability:
            try requireItem(for: name)
        case .register, .accept, .transfer, .assign, .recordMeasure, .extendInvestigation,
            .reportRectification, .extendRectification, .acceptRectification,
            .rejectRectification, .reportExecution, .extendDecision, .confirmExecution,
            .rejectExecution, .recordObstruction, .openAccountability, .suspend, .resume,
            .classify, .coordinate, .commend, .note:
            break
        }
    }

    /// Whether this person made the finding that the next document rests on.
    private func foundBy(_ person: PersonID) -> Bool {
        switch phase {
        case .opinion(let due): due.finding.concludedBy == person
        case .decision(let decision):
            switch decision.ground {
            case .major(let major): major.finding.concludedBy == person
            case .unrectified(let opinion):
                opinion.finding.concludedBy == person || opinion.failedBy == person
            }
        case .complaint, .investigation, .rectification, .accountability, .closed: false
        }
    }

    /// No matter closes with an open duty; the basis is that of the first one that is open.
    func requireSettledDuties() throws(Refusal) {
        guard let first = openDuties.first else { return }
        throw Refusal(
            .refused(.dutiesSettled), .law(first.citation),
            missing: openDuties.map { "duty \($0.number)" })
    }

    private func requireDuty(_ fits: (Duty) -> Bool) throws(Refusal) {
        guard openDuties.contains(where: fits) else { throw Refusal(.dutyAlreadySettled) }
    }

    private func requireItem(
        for command: CommandName, _ fits: (AccountabilityItem) -> Bool = { _ in true }
    ) throws(Refusal) {
        let statuses = Rule.of(command).item
        let found = openDuties.contains { duty in
            guard case .accountability(let item) = duty.kind else { return false }
            return statuses.contains(item.status.name) && fits(item)
        }
        guard found else {
            throw Refusal(
                .notInPhase, .procedure,
                missing: ["an item that is " + statuses.joined()])
        }
    }
}
