extension Matter {
    /// Decides `matter.register`: the source, the competence, and that no open matter is about the
    /// same incident (Arts. 2, 5 to 8, 10, 12, 15).
    public static func register(
        _ request: RegisterMatter, in context: Context
    ) throws(Refusal) -> [MatterEvent] {
        let roster = context.roster
        try context.mustKnow(request.supervised)
        if let supervising = request.supervising { try context.mustKnow(supervising) }
        if let power = request.power, roster[request.supervised]?.received(power) == nil {
            throw .notFound(.power, power)
        }
        let supervising = try authorise(request, context)
        guard (request.source.kind == .referral) == (request.source.channel != nil) else {
            throw Refusal(.channelOfReferral, missing: ["source.channel"])
        }
        if let day = request.occurredOn { try context.mustNotBeLater(day, "occurredOn") }
        let competence = try context.competence(
            of: supervising, over: request.supervised, inRespectOf: request.power)
        try requireDistinction(request, context)
        let deadline = try context.deadline(ifAny: context.house.policy.acceptWithin)

        // Point of no return.
        let registration = Registration(
            supervised: request.supervised, source: request.source, content: request.content,
            summary: request.summary, incident: request.incident, occurredOn: request.occurredOn,
            complainant: request.complainant, power: request.power,
            distinctFrom: request.distinctFrom, by: context.actor.id,
            byOrgan: context.actor.organ, at: context.now)
        return [
            .registered(
                Registered(
                    registration: registration, supervising: supervising, competence: competence,
                    secrecy: request.secrecy, deadline: deadline))
        ]
    }

    /// The supervising organ, when the person may register for it: a clerk of its side, or, with a
    /// report under Art. 5 para. 4, a respondent of an organ that transferred powers.
    private static func authorise(
        _ request: RegisterMatter, _ context: Context
    ) throws(Refusal) -> OrganID {
        let (roster, actor) = (context.roster, context.actor)
        let isClerk = actor.roles.contains(.clerk)
        let defaultOrgan = roster.defaultSupervisingOrgan(
            over: request.supervised, clerkOf: isClerk ? actor.organ : nil)
        guard let supervising = request.supervising ?? defaultOrgan else {
            let competent = roster.competentOrgans(over: request.supervised)
            throw Refusal(
                .notCompetent(competent: competent), .law(2, 2),
                who: Refusal.Who(
                    roles: [.clerk],
                    organs: roster.organs(actingFor: competent, over: request.supervised)))
        }
        let acting = roster.actingOrgan(for: supervising, over: request.supervised)
        let side = acting == supervising ? [supervising] : [acting, supervising]
        let clerks = Refusal.Who(roles: [.clerk], organs: side)
        if isClerk, actor.organ != request.supervised, side.contains(actor.organ) {
            return supervising
        }
        let supervised = roster[request.supervised]
        let reports = supervised?.hasReceived(request.power, from: actor.organ) == true
        let isReport = request.source.kind == .transferringOrganReport
        // Who has transferred powers may report, and register in no other way.
        guard actor.roles.contains(.respondent), isReport || reports else {
            throw Refusal(.notAuthorised, .law(4), who: clerks)
        }
        guard isReport, reports else {
            let organs = (supervised?.receivedPowers.map(\.from) ?? []).uniqued()
            var refusal = Refusal(.transferringOrganOnly)
            refusal.who =
                organs.isEmpty ? clerks : Refusal.Who(roles: [.respondent], organs: organs)
            throw refusal
        }
        return supervising
    }

    private static func requireDistinction(
        _ request: RegisterMatter, _ context: Context
    ) throws(Refusal) {
        let visible = context.duplicates.first { $0.isVisible }
        guard let first = visible ?? context.duplicates.first else {
            guard request.distinctFrom == nil else { throw Refusal(.distinctionOfAnother) }
            return
        }
        let clerks = Refusal.Who(
            roles: [.clerk],
            organs: context.roster.organs(actingFor: [first.supervising], over: request.supervised))
        guard let distinction = request.distinctFrom else {
            throw Refusal(
                .duplicateMatter(first.isVisible ? first.matter : nil), .law(15),
                who: clerks,
                missing: ["distinctFrom"])
        }
        // Also where it may not be seen: its id is to be asked for at the organ that is named here,
        // because two organs that take up one incident have to know of each other.
        guard context.duplicates.contains(where: { $0.matter == distinction.matter }) else {
            var refusal = Refusal(.distinctionOfAnother, missing: ["distinctFrom.matter"])
            refusal.who = clerks
            throw refusal
        }
    }
}
