import Supervision

/// Finds a way to the end of a matter by what the machine itself says: in each place it tries the
/// commands that lead on, by those whom the refusals name, and takes the first that is accepted.
enum Planner {
    static let stepsMax = 40

    /// How many commands it took to close the matter; nil when none of the ways leads there.
    static func steps(toCloseFrom start: World) -> Int? {
        var world = start
        for step in 0...stepsMax {
            if world.matter.isClosed { return step }
            guard let (command, person) = next(world) else { return nil }
            do throws(Refusal) { try world.give(command, by: person) } catch { return nil }
        }
        return nil
    }

    /// Asks as a stranger and follows what the refusal says: who could do it.
    private static func next(_ world: World) -> (MatterCommand, String)? {
        for command in candidates(world.matter, world) {
            var persons = ["hd-justice.clerk"]
            var asked = 0
            while asked < persons.count {
                let person = persons[asked]
                asked += 1
                switch world.decide(command, by: Cast.person(person)) {
                case .success: return (command, person)
                case .failure(let refusal):
                    guard refusal.reason == .notAuthorised else { continue }
                    let named = (refusal.who?.organs ?? []).flatMap { organ in
                        (refusal.who?.roles ?? []).map { "\(organ.text).\($0.rawValue)" }
                    }
                    persons += (refusal.missing + named).filter { !persons.contains($0) }
                }
            }
        }
        return nil
    }

    /// The commands that lead on, the most urgent first.
    private static func candidates(_ matter: Matter, _ world: World) -> [MatterCommand] {
        if matter.suspension != nil { return [.resume(reason: "plan")] }
        let settling = matter.openDuties.flatMap { duty -> [MatterCommand] in
            let number = duty.number
            return switch duty.kind {
            case .assistance: [.provideAssistance(duty: number, summary: "plan")]
            case .notice: [.sendNotice(duty: number, summary: "plan")]
            case .accountability(let item):
                switch item.status {
                case .open, .notified, .handled:
                    [
                        .settleAccountability(item: number),
                        .referAccountability(item: number, to: .discipline, authority: "plan"),
                    ]
                case .referred: [.recordOutcome(item: number, outcome: "plan")]
                case .settled: []
                }
            }
        }
        let soon = Period.workingDays(3)
        func items(_ document: Document) -> [ItemReport] {
            document.items.indices.map { ItemReport(item: $0 + 1, text: "plan") }
        }
        let onward: [MatterCommand] =
            switch matter.phase {
            case .complaint: [.decline(reason: "plan")]
            case .investigation:
                [.conclude(Words.noProblem), .recordMeasure(Words.measure)]
                    + wellFormed(.assign, for: world)
            case .opinion: [.issueOpinion(requirements: ["plan"], deadline: soon)]
            case .rectification(let rectification):
                [
                    .acceptRectification(verified: items(rectification.opinion).map(\.item)),
                    .reportRectification(items(rectification.opinion)),
                ]
            case .decision(let decision):
                if let document = decision.issued?.document {
                    [
                        .confirmExecution(verified: items(document).map(\.item)),
                        .reportExecution(items(document)),
                    ]
                } else {
                    [.issueDecision(orders: ["plan"], deadline: soon)]
                }
            case .accountability: [.close]
            case .closed: []
            }
        return settling + onward
    }
}
