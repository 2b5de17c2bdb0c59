internal import Supervision
internal import Wire

// What an accepted command is answered with, from its entry.

extension CommandResult {
    init(_ entry: Entry, replayed: Bool) {
        self.init(
            matter: entry.matter, version: entry.version, phase: entry.after.phaseName,
            step: entry.after.stepName, position: entry.position, at: entry.stamp.at,
            replayed: replayed)
        switch entry.events {
        case .matter(let events): for event in events { note(event) }
        case .dispute(let events): for event in events { note(event) }
        }
    }

    private mutating func note(_ event: MatterEvent) {
        switch event {
        case .opinionIssued(let issued), .decisionIssued(let issued):
            document = IssuedDocument(kind: issued.kind, number: issued.number)
        case .accountabilityOpened(let number, _):
            duty = number
            item = number
        case .assistanceRequested(let number, _, _), .noticeOwed(let number, _): duty = number
        default: break
        }
    }

    private mutating func note(_ event: DisputeEvent) {
        switch event {
        case .opinionIssued(let opinion):
            document = IssuedDocument(
                kind: opinion.document.kind, number: opinion.document.number)
        case .escalated(_, _, let matter, _): opened = matter
        default: break
        }
    }
}
