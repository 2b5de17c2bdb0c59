// The guards that look at parameters, and what is computed while they are checked. Each belongs to
// the row of the table after which it is named.

extension Matter {
    func mayInvestigate(_ persons: [PersonID], _ context: Context) throws(Refusal) {
        guard !persons.isEmpty else {
            throw Refusal(.investigatorsNamed, missing: ["investigators"])
        }
        let acting = context.roster.actingOrgan(for: supervising, over: supervised)
        for id in persons {
            guard let person = context.house.principals[id] else {
                throw .notFound(.person, id.text)
            }
            guard person.organ != supervised else {
                throw Refusal(.investigatorsIndependent, missing: [id.text])
            }
            guard person.organ == acting || person.organ == supervising else {
                throw Refusal(.investigatorsOfSupervisingOrgan, missing: [id.text])
            }
            guard person.roles.contains(.investigator), person.qualified else {
                throw Refusal(.investigatorsQualified, missing: [id.text])
            }
        }
    }

    func transferred(
        to organ: OrganID, _ reason: String, _ context: Context
    ) throws(Refusal) -> MatterEvent {
        try context.mustKnow(organ)
        guard organ != supervising else { throw Refusal(.sameSupervisingOrgan) }
        let competence = try context.competence(
            of: organ, over: supervised, inRespectOf: registration.power)
        return .transferred(supervising: organ, competence, reason: reason)
    }

    func merged(
        into target: MatterID, _ reason: String, _ context: Context
    ) throws(Refusal) -> MatterEvent {
        guard target != id else { throw Refusal(.mergeIntoItself) }
        guard let other = context.mergeTarget, other.matter == target else {
            throw .notFound(.matter, target.description)
        }
        guard other.isOpen else { throw Refusal(.mergeTargetOpen, missing: [target.description]) }
        guard other.supervised == supervised else { throw Refusal(.mergeSameSupervised) }
        return .merged(into: target, reason: reason)
    }

    func measureRecorded(
        _ measure: InvestigationMeasure, _ context: Context
    ) throws(Refusal) -> MatterEvent {
        try context.mustNotBeLater(measure.on, "on")
        if measure.kind.isCommissioned {
            let missing =
                (measure.institution == nil ? ["institution"] : [])
                + (measure.specialty == nil ? ["specialty"] : [])
            guard missing.isEmpty else { throw Refusal(.institutionNamed, missing: missing) }
        }
        return .measureRecorded(measure)
    }

    func assistanceRequested(
        from organ: OrganID, _ request: String, _ context: Context
    ) throws(Refusal) -> MatterEvent {
        try context.mustKnow(organ)
        let transferring = context.roster[supervised]?.receivedPowers.map(\.from) ?? []
        guard transferring.contains(organ) else {
            throw Refusal(
                .assistanceOfTransferringOrgan, missing: transferring.uniqued().map(\.text))
        }
        return .assistanceRequested(duty: nextDutyNumber, from: organ, request: request)
    }

    /// The events of a conclusion. Problems of a vertical organ also owe its superior a notice
    /// (Art. 7).
    func concluded(_ conclusion: Conclusion) throws(Refusal) -> [MatterEvent] {
        switch conclusion.outcome {
        case .noProblem:
            guard conclusion.grounds.isEmpty, conclusion.severity == nil,
                conclusion.majorReason == nil
            else { throw Refusal(.findingOfNoProblem) }
            return [.noProblemFound(facts: conclusion.facts)]
        case .problem:
            guard !conclusion.grounds.isEmpty else {
                throw Refusal(.groundsNamed, missing: ["grounds"])
            }
            let grounds = conclusion.grounds.uniqued().sorted()
            let event: MatterEvent
            switch (conclusion.severity, conclusion.majorReason) {
            case (nil, _): throw Refusal(.severityNamed, missing: ["severity"])
            case (.ordinary, nil):
                event = .problemsFound(facts: conclusion.facts, grounds: grounds)
            case (.major, let reason?):
                event = .majorProblemsFound(
                    facts: conclusion.facts, grounds: grounds, reason: reason)
            case (.ordinary, _?): throw Refusal(.majorReasonGiven)
            case (.major, nil): throw Refusal(.majorReasonGiven, missing: ["majorReason"])
            }
            // A matter that was registered before competences always named the superior owes the
            // notice all the same.
            let isOwed = competence.notifySuperior != nil || competence.basis.article == 7
            guard isOwed else { return [event] }
            let superior = competence.notifySuperior ?? Competence.unnamedSuperior
            return [event, .noticeOwed(duty: nextDutyNumber, superior: superior)]
        }
    }

    func document(
        _ kind: DocumentKind, _ items: [String], _ period: Period, _ context: Context
    ) throws(Refusal) -> Document {
        let deadline = try context.deadline(period)
        guard let issuer = context.roster[context.actor.organ] else {
            preconditionFailure("admission found the signatory's organ in the roster")
        }
        // Point of no return: the number is taken with the transition that issues the document.
        return Document(
            kind: kind, number: context.numbers.next(kind, of: issuer, at: context.now),
            issuer: issuer.id, signedBy: context.actor.id, issuedAt: context.now, items: items,
            deadline: deadline)
    }

    /// How many requirements or orders the document in force has.
    private var itemCount: Int {
        switch phase {
        case .rectification(let rectification): rectification.opinion.items.count
        case .decision(let decision): decision.issued?.document.items.count ?? 0
        case .complaint, .investigation, .opinion, .accountability, .closed: 0
        }
    }

    func requireOneReportPerItem(_ reports: [ItemReport]) throws(Refusal) {
        let items = reports.map(\.item)
        guard items.sorted() == Array(1...max(1, itemCount)) else {
            throw Refusal(.oneMeasurePerItem, missing: missingItems(from: items))
        }
    }

    func requireEveryItem(_ verified: [Int]) throws(Refusal) {
        guard verified.sorted() == Array(1...max(1, itemCount)) else {
            throw Refusal(.everyItemVerified, missing: missingItems(from: verified))
        }
    }

    private func missingItems(from given: [Int]) -> [String] {
        (1...max(1, itemCount)).filter { !given.contains($0) }.map { "item \($0)" }
    }

    func opened(_ accusation: Accusation, _ context: Context) throws(Refusal) -> MatterEvent {
        let organ = accusation.person.organ
        try context.mustKnow(organ)
        guard accusation.kind == .supervisor || accusation.misconduct == nil else {
            throw Refusal(.misconductOfSupervisorOnly)
        }
        let acting = context.roster.actingOrgan(for: supervising, over: supervised)
        let supervises = organ == supervising || organ == acting
        switch accusation.kind {
        case .supervisor:
            guard accusation.misconduct != nil else {
                throw Refusal(.misconductNamed, missing: ["misconduct"])
            }
            guard supervises else {
                throw Refusal(.supervisorOfThisMatter, missing: ["person.organ"])
            }
        case .officer:
            // Under another name the item could be settled by the accused's own organ.
            guard !supervises else { throw Refusal(.supervisorAsSupervisor, missing: ["kind"]) }
        case .obstruction, .nonExecution:
            // Its own bodies are the organ itself.
            guard organ == supervised || context.roster[organ]?.manager == supervised else {
                throw Refusal(.personOfSupervisedOrgan, missing: ["person.organ"])
            }
            let isDecided = documents.contains { $0.kind == .decision }
            guard accusation.kind == .obstruction || isDecided else {
                throw Refusal(.decisionToExecute)
            }
        }
        let item = AccountabilityItem(
            kind: accusation.kind, facts: accusation.facts, misconduct: accusation.misconduct,
            person: accusation.person)
        return .accountabilityOpened(duty: nextDutyNumber, item)
    }

    func unitNotified(
        _ number: Int, _ unit: OrganID, _ context: Context
    ) throws(Refusal) -> MatterEvent {
        let item = try requireItem(number, for: .notifyUnit)
        guard item.kind == .officer else { throw Refusal(.officersOnly) }
        try context.mustKnow(unit)
        guard unit == item.person?.organ else {
            throw Refusal(.unitOfOfficer, missing: [item.person?.organ.text].compactMap { $0 })
        }
        return .unitNotified(item: number, unit: unit)
    }

    /// The item, when it stands where the command needs it.
    @discardableResult
    func requireItem(
        _ number: Int, for command: CommandName
    ) throws(Refusal) -> AccountabilityItem {
        let statuses = Rule.of(command).item
        guard let item = item(number) else { throw .notFound(.item, String(number)) }
        guard statuses.contains(item.status.name) else {
            throw Refusal(
                .notInPhase, .procedure,
                missing: [
                    "item \(number) is \(item.status.name.rawValue), not " + statuses.joined()
                ])
        }
        return item
    }

    /// Art. 20: the supervisor's own organ may not be the one that settles the item, nor may the
    /// organ that does that organ's work for it (Art. 4).
    func requireSettlingOrgan(
        of item: AccountabilityItem, by role: Role, _ context: Context
    ) throws(Refusal) {
        guard item.kind == .supervisor, let accused = item.person?.organ else { return }
        guard !context.roster.principals(of: context.actor.organ).contains(accused) else {
            let competent = context.roster.competentOrgans(over: accused)
            var refusal = Refusal(.notByOwnOrgan)
            refusal.who = Refusal.Who(
                roles: [role],
                organs: context.roster.organs(actingFor: competent, over: accused)
                    .filter { !context.roster.principals(of: $0).contains(accused) })
            throw refusal
        }
    }

    func requireWhatReopeningNeeds(_ context: Context) throws(Refusal) {
        if case .closed(let closing) = phase, closing.outcome.isFinal {
            throw Refusal(.reopenAfterTransfer)
        }
        // It was closed without them; open it could go on with nobody.
        for organ in organsNeededOpen { try context.mustKnow(organ) }
        // Of two matters one of which was registered as distinct from the other both may be open.
        let other = context.duplicates.first {
            $0.distinctFrom != id && registration.distinctFrom?.matter != $0.matter
        }
        if let other {
            throw Refusal(
                .duplicateMatter(other.isVisible ? other.matter : nil), .law(15),
                who: Refusal.Who(
                    roles: [.clerk],
                    organs: context.roster.organs(
                        actingFor: [other.supervising], over: supervised)))
        }
    }

    func requireOpen(_ number: Int, _ fits: (Duty.Kind) -> Bool) throws(Refusal) {
        guard duties.indices.contains(number - 1) else { throw .notFound(.duty, String(number)) }
        let duty = duties[number - 1]
        guard !duty.isSettled, fits(duty.kind) else { throw Refusal(.dutyAlreadySettled) }
    }
}

extension Context {
    /// A deadline that replaces one and ends later than it.
    func deadline(
        _ period: Period, laterThan present: Deadline?
    ) throws(Refusal) -> Deadline {
        let deadline = try deadline(period)
        if let present, deadline.lastDay <= present.lastDay {
            throw Refusal(.deadlineLater, missing: ["deadline after \(present.lastDay)"])
        }
        return deadline
    }

    /// A deadline that stood still goes on; one that had passed before stays passed.
    func deadline(of term: Term?, resumedAfter suspension: Suspension?) -> Deadline? {
        guard let suspension, let term, !term.hasPassed else { return nil }
        return term.deadline.moved(
            bySuspensionFrom: suspension.since, to: now.legalDay, in: house.calendar)
    }

    func competence(
        of supervising: OrganID, over supervised: OrganID, inRespectOf power: String?
    ) throws(Refusal) -> Competence {
        guard
            let competence = roster.competence(
                of: supervising, over: supervised, inRespectOf: power)
        else {
            let competent = roster.competentOrgans(over: supervised)
            throw Refusal(
                .notCompetent(competent: competent), .law(2, 2),
                who: Refusal.Who(
                    roles: [.clerk],
                    organs: roster.organs(actingFor: competent, over: supervised)))
        }
        return competence
    }
}
