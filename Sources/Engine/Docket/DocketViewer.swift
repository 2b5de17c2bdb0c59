internal import Supervision
internal import Wire

/// Who looks at the docket, prepared for a pass over many rows.
///
/// Who may see a matter is the law's, in `Affair.audience`. Here it is told without the matter
/// where its row is enough: on a side of it nobody has to be asked, and without participants nobody
/// else sees it. ``DocketSearch`` does the same with sets, in which a matter may be that is not
/// seen in the end, and none that is seen is left out.
struct DocketViewer {
    let actor: Principal
    /// The rank of the person's organ.
    let organ: Int32
    let seesAll: Bool
    let audits: Bool
    let acts: Bool
    let answers: Bool

    init(_ actor: Principal, _ roster: Roster) {
        self.actor = actor
        organ = OrganRank.of(actor.organ, in: roster, otherwise: OrganRank.unknown)
        seesAll = !actor.roles.isDisjoint(with: [.auditor, .operator])
        audits = actor.roles.contains(.auditor)
        acts = !actor.roles.isDisjoint(with: .acting)
        answers = actor.roles.contains(.respondent)
    }

    /// Whether the person stands on one of the two sides of the matter, where that can be told
    /// without the matter itself; of a dispute it cannot.
    func isOnASide(of row: DocketIndexRow) -> Bool {
        guard row.supervised >= 0 else { return false }
        if row.supervised == organ { return answers }
        return acts && (row.acting == organ || row.supervising == organ)
    }

    /// True when the person sees everything of the matter (``Audience/full``). When it is false
    /// the matter itself has to be asked.
    func seesAllContents(of row: DocketIndexRow) -> Bool {
        audits || (row.supervised != organ && isOnASide(of: row))
    }

    /// Whether the matter stands in this person's lists. The same circle as `Affair.audience`, and
    /// the operator beside it, who sees queues but no contents.
    func sees(_ row: DocketIndexRow, _ affair: @autoclosure () -> Affair, _ roster: Roster) -> Bool
    {
        if hasToAsk(row) { return affair().audience(of: actor, in: roster) != nil }
        return seesAll || isOnASide(of: row)
    }

    /// Whether only the matter itself tells.
    func hasToAsk(_ row: DocketIndexRow) -> Bool {
        !seesAll && row.tellsTooLittle && !isOnASide(of: row)
    }
}
