internal import JSONText
internal import Supervision
internal import Wire

// What somebody may do with a matter now, and why not the rest: the decision of a real command,
// without its entry.

extension Core {
    mutating func explain(
        _ query: ExplainQuery, _ principal: Principal, _ address: ReplyAddress,
        _ session: inout Session
    ) {
        if query.command == nil, case .failure(let error)? = query.attempt {
            return refuse(address, &session, error)
        }
        guard let index = visibleMatter(query.matter, to: principal, session.viewer) else {
            return refuse(address, &session, .matterNotFound(query.matter.description))
        }
        let verdicts: [Verdict]
        if let command = query.command {
            let error =
                query.attempt.map { attempt in
                    verdict(attempt, principal, session.viewer, index)
                } ?? verdict(command, context(of: principal, about: index), index)
            verdicts = [Verdict(command, error)]
        } else {
            let context = context(of: principal, about: index)
            verdicts = CommandName.ofMatters.map { Verdict($0, verdict($0, context, index)) }
        }
        let record = docket.records[index]
        reply(address, &session) {
            Views.write(verdicts, about: record.matter, position: record.lastPosition, into: &$0)
        }
    }

    /// Why a command of that name is refused, whatever it says.
    private func verdict(_ name: CommandName, _ context: Context, _ index: Int) -> WireError? {
        docket.records[index].matter.refusal(of: name, in: context)
            .map { explained($0, name, index) }
    }

    /// Why this very command is refused, if it comes with the version that the matter has.
    private func verdict(
        _ attempt: Result<MatterCommand, WireError>, _ principal: Principal,
        _ viewer: DocketViewer?, _ index: Int
    ) -> WireError? {
        switch attempt {
        case .failure(let error): return error
        case .success(let command):
            let matter = docket.records[index].matter
            do throws(Refusal) {
                _ = try matter.decide(
                    command, expecting: matter.version,
                    in: context(for: command, of: principal, viewer, about: index))
                return nil
            } catch {
                return explained(error, command.name, index)
            }
        }
    }
}
