// Decisions of the second machine: the same ladder as the first.

extension Dispute {
    /// Decides `dispute.file`: the parties, who files, the consultation, and that a common
    /// supervisor exists (Art. 13 para. 1).
    public static func file(
        _ request: FileDispute, in context: Context
    ) throws(Refusal) -> [DisputeEvent] {
        for party in request.parties { try context.mustKnow(party) }
        let actor = context.actor
        guard actor.roles.contains(.respondent), request.parties.contains(actor.organ) else {
            throw Refusal(
                .notAuthorised, .law(13, 1),
                who: Refusal.Who(roles: [.respondent], organs: request.parties.uniqued()))
        }
        guard request.parties.uniqued().count == request.parties.count else {
            throw Refusal(.partiesDistinct, missing: ["parties"])
        }
        try context.mustNotBeLater(request.consultation.on, "consultation.on")
        guard let supervising = context.roster.commonSupervisor(of: request.parties) else {
            throw Refusal(.notCompetent(competent: []), .law(13, 1))
        }

        // Point of no return.
        let filing = Filing(
            parties: request.parties, subject: request.subject, summary: request.summary,
            consultation: request.consultation, by: actor.id, byOrgan: actor.organ,
            at: context.now)
        return [.filed(filing, supervising: supervising)]
    }

    /// What a command makes happen, or why it is refused. The events are not applied here.
    ///
    /// - Throws: the first refusal in the order role and organ, phase, version, guards.
    public func decide(
        _ command: DisputeCommand, expecting version: Int64, in context: Context
    ) throws(Refusal) -> [DisputeEvent] {
        try admit(DisputeRule.of(command.name), command.party, expecting: version, context)
        try requirePreconditions(of: command.name)
        return try consequences(of: command, context)
    }

    /// Why the person may not give a command now, as far as that does not depend on the command's
    /// parameters; nil when nothing of that kind forbids it. See the same of ``Matter``.
    public func refusal(of name: DisputeCommandName, in context: Context) -> Refusal? {
        do throws(Refusal) {
            try admit(DisputeRule.of(name), nil, expecting: nil, context)
            try requirePreconditions(of: name)
            return nil
        } catch {
            return error
        }
    }

    /// The commands that the person may give now, as far as that does not depend on parameters.
    public func allowed(in context: Context) -> [DisputeCommandName] {
        DisputeCommandName.ofDisputes.filter { refusal(of: $0, in: context) == nil }
    }

    private func consequences(
        of command: DisputeCommand, _ context: Context
    ) throws(Refusal) -> [DisputeEvent] {
        switch command {
        case .accept(let deadline): return [.accepted(try context.deadline(ifAny: deadline))]
        case .return(let reason): return [.returned(reason: reason)]
        case .hear(let hearing):
            try requireParty(hearing.party, context)
            return [.heard(hearing)]
        case .settle(let agreement): return [.settled(agreement: agreement)]
        case .issueOpinion(let parts, let deadline):
            return [.opinionIssued(try opinion(parts, deadline, context))]
        case .reportExecution(let party, let text):
            try requireParty(party, context)
            return [.executionReported(party: party, text: text)]
        case .confirmExecution: return [.executionConfirmed]
        case .rejectExecution(let party, let reason, let deadline):
            try requireParty(party, context)
            guard part(of: party)?.report != nil else {
                throw Refusal(.reportToReject, missing: [party.text])
            }
            return [
                .executionRejected(
                    party: party, reason: reason, try context.deadline(ifAny: deadline))
            ]
        case .escalate(let party, let reason): return [try escalated(party, reason, context)]
        case .withdraw(let reason): return [.withdrawn(reason: reason)]
        case .extend(let period, let reason):
            let deadline = try context.deadline(period, laterThan: term?.deadline)
            return [.deadlineExtended(deadline, reason: reason)]
        case .suspend(let reason): return [.suspended(reason: reason)]
        case .resume(let reason):
            let moved = context.deadline(of: term, resumedAfter: suspension)
            return [.resumed(reason: reason, moved)]
                + partsBesideDeciding.compactMap { part in
                    context.deadline(of: part.term, resumedAfter: suspension)
                        .map { .partDeadlineMoved(party: part.party, $0) }
                }
        case .note(let text): return [.noted(text: text)]
        }
    }

    // MARK: Admission

    private func admit(
        _ rule: DisputeRule, _ party: OrganID?, expecting expected: Int64?, _ context: Context
    ) throws(Refusal) {
        try authorise(rule.by, party, context)
        guard rule.from.contains(phase.place) else { throw Refusal(.notInPhase, .procedure) }
        try requireMotion(
            of: suspension, whileSuspended: rule.whileSuspended, resumes: rule.command == .resume)
        try requireVersion(version, expected)
    }

    private func authorise(
        _ authority: DisputeAuthority, _ party: OrganID?, _ context: Context
    ) throws(Refusal) {
        let actor = context.actor
        let acting = actingOrgan(in: context.roster)
        let side = acting == supervising ? [supervising] : [acting, supervising]
        let actsForSupervising = side.contains(actor.organ) && !parties.contains(actor.organ)

        func require(
            _ role: Role, _ isOfTheOrgan: Bool, _ organs: [OrganID], _ basis: Basis
        ) throws(Refusal) {
            guard actor.roles.contains(Roles(role)), isOfTheOrgan else {
                throw Refusal(
                    .notAuthorised, basis, who: Refusal.Who(roles: [role], organs: organs))
            }
        }
        switch authority {
        case .filer: preconditionFailure("dispute.file has no dispute to be admitted to")
        case .clerk: try require(.clerk, actsForSupervising, side, .law(4))
        case .signatory: try require(.signatory, actsForSupervising, side, .law(4))
        case .investigator:
            try require(.investigator, actsForSupervising && actor.qualified, side, .law(16))
        case .respondentOfParty:
            // An organ that is no party is told by a guard, and not as a question of authority.
            let isAsked = party == nil || party == actor.organ || !isParty(party)
            try require(
                .respondent, parties.contains(actor.organ) && isAsked,
                party.map { isParty($0) ? [$0] : parties } ?? parties, .law(13, 2))
        case .reader:
            let answers = actor.roles.contains(.respondent) && parties.contains(actor.organ)
            let acts =
                actsForSupervising
                && !actor.roles.isDisjoint(with: .acting)
            guard answers || acts else {
                throw Refusal(
                    .notAuthorised, .procedure,
                    who: Refusal.Who(roles: Roles.acting.list, organs: side))
            }
        }
    }

    /// Who sees the dispute: the common supervisor's side and auditors everything; a party too,
    /// but not the id of a matter that was opened against another one. Nobody else sees it.
    public func audience(of actor: Principal, in roster: Roster) -> Audience? {
        if actor.roles.contains(.auditor) { return .full }
        if parties.contains(actor.organ) {
            guard actor.roles.contains(.respondent) else { return nil }
            if case .closed(let closing) = phase,
                case .escalated(let party, _) = closing.outcome, party == actor.organ
            {
                return .full
            }
            return .supervised
        }
        let acts = !actor.roles.isDisjoint(with: .acting)
        let side = [supervising, actingOrgan(in: roster)]
        return acts && side.contains(actor.organ) ? .full : nil
    }

    // MARK: Guards

    /// The guards of a row that need no parameters.
    private func requirePreconditions(of name: DisputeCommandName) throws(Refusal) {
        switch name {
        case .issueOpinion:
            guard case .coordination(let coordination) = phase else { return }
            let unheard = coordination.unheard(of: parties)
            guard unheard.isEmpty else {
                throw Refusal(.everyPartyHeard, missing: unheard.map(\.text))
            }
        case .confirmExecution:
            guard case .execution(let execution) = phase else { return }
            let open = execution.parts.filter { $0.report == nil }
            guard open.isEmpty else {
                throw Refusal(.everyPartReported, missing: open.map(\.party.text))
            }
        case .rejectExecution:
            guard case .execution(let execution) = phase else { return }
            guard execution.parts.contains(where: { $0.report != nil }) else {
                throw Refusal(.reportToReject, missing: parties.map(\.text))
            }
        case .escalate:
            guard case .execution(let execution) = phase else { return }
            guard execution.parts.contains(where: { $0.term.hasPassed || $0.rejections > 0 })
            else { throw Refusal(.coordinationNotFailed, from: deadlineToWatch) }
        case .file, .accept, .return, .hear, .settle, .reportExecution, .withdraw, .extend,
            .suspend, .resume, .note:
            break
        }
    }

    private func isParty(_ organ: OrganID?) -> Bool {
        organ.map { parties.contains($0) } ?? false
    }

    private func requireParty(_ organ: OrganID?, _ context: Context) throws(Refusal) {
        guard let organ else { return }
        try context.mustKnow(organ)
        guard isParty(organ) else {
            throw Refusal(.partyOfTheDispute, missing: parties.map(\.text))
        }
    }

    private func part(of party: OrganID) -> PartState? {
        guard case .execution(let execution) = phase else { return nil }
        return execution.parts.first { $0.party == party }
    }

    /// Art. 13 para. 2: the opinion says what each party has to do, once for each.
    private func opinion(
        _ parts: [DisputePart], _ period: Period, _ context: Context
    ) throws(Refusal) -> CoordinationOpinion {
        for part in parts { try requireParty(part.party, context) }
        let named = parts.map(\.party)
        guard Set(named) == Set(parties), named.count == parties.count else {
            throw Refusal(
                .partForEveryParty,
                missing: parties.filter { !named.contains($0) }.map(\.text))
        }
        let deadline = try context.deadline(period)
        guard let issuer = context.roster[supervising] else {
            throw .notFound(.organ, supervising.text)
        }
        // Point of no return: the number is taken with the transition that issues the document.
        let number = context.numbers.next(.coordinationOpinion, of: issuer, at: context.now)
        return CoordinationOpinion(
            document: Document(
                kind: .coordinationOpinion, number: number, issuer: issuer.id,
                signedBy: context.actor.id, issuedAt: context.now, items: parts.map(\.act),
                deadline: deadline),
            parts: parts)
    }

    /// Art. 13 para. 2 with Art. 14 para. 1 (3): a party that does not carry the opinion out is
    /// supervised for that, and both records name each other.
    private func escalated(
        _ party: OrganID, _ reason: String, _ context: Context
    ) throws(Refusal) -> DisputeEvent {
        try requireParty(party, context)
        guard let part = part(of: party), part.hasFailed else {
            let awaited = part(of: party).flatMap { $0.isAwaited ? $0.term.deadline.end : nil }
            throw Refusal(
                .coordinationNotFailed, missing: [party.text],
                from: suspension == nil ? awaited : nil)
        }
        let competence = try context.competence(of: supervising, over: party, inRespectOf: nil)
        let deadline = try context.deadline(ifAny: context.house.policy.acceptWithin)
        guard let matter = context.nextMatter else {
            preconditionFailure("an escalation is decided with the id of the matter it opens")
        }
        let registration = Registration(
            supervised: party, source: Source(kind: .otherMethod, channel: nil), content: 2,
            summary: reason, incident: nil, occurredOn: nil, complainant: nil, power: nil,
            distinctFrom: nil, escalation: Escalation(dispute: id, ground: 3),
            by: context.actor.id, byOrgan: context.actor.organ, at: context.now)
        let registered = Registered(
            registration: registration, supervising: supervising, competence: competence,
            secrecy: .internal, deadline: deadline)
        return .escalated(party: party, reason: reason, opens: matter, registered)
    }
}
