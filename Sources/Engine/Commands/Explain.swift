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
        let record = docket.records[index]
        let verdicts: [Verdict]
        if let command = query.command {
            let error =
                query.attempt.map { verdict($0, principal, session.viewer, index) }
                ?? verdict(command, context(of: principal, about: index), index)
            verdicts = [Verdict(command, error)]
        } else {
            let context = context(of: principal, about: index)
            let names = GivenCommandName.allCases.filter { $0.isOf(record.affair) }
            verdicts = names.map { Verdict($0, verdict($0, context, index)) }
        }
        let row = record.affair.row(position: record.lastPosition, in: roster)
        reply(address, &session) { Views.write(verdicts, about: row, into: &$0) }
    }

    /// Why a command of that name is refused, whatever it says.
    private func verdict(
        _ name: GivenCommandName, _ context: Context, _ index: Int
    ) -> WireError? {
        let affair = docket.records.affair(index)
        switch (name, affair) {
        case (.matter(let name), .matter(let matter)):
            return matter.refusal(of: name, in: context)
                .map { explained($0, .matter(name), index) }
        case (.dispute(let name), .dispute(let dispute)):
            return dispute.refusal(of: name, in: context)
                .map { explained($0, .dispute(name), index) }
        case (.matter, .dispute), (.dispute, .matter):
            return .matterNotFound(affair.id.description)
        }
    }

    /// Why this very command is refused, if it comes with the version that the matter has.
    private func verdict(
        _ attempt: Result<GivenCommand, WireError>, _ principal: Principal,
        _ viewer: DocketViewer?, _ index: Int
    ) -> WireError? {
        let affair = docket.records.affair(index)
        switch (attempt, affair) {
        case (.failure(let error), _): return error
        case (.success(.matter(let command)), .matter(let matter)):
            do throws(Refusal) {
                _ = try matter.decide(
                    command, expecting: matter.version,
                    in: context(for: command, of: principal, viewer, about: index))
                return nil
            } catch {
                return explained(error, .matter(command.name), index)
            }
        case (.success(.dispute(let command)), .dispute(let dispute)):
            do throws(Refusal) {
                _ = try dispute.decide(
                    command, expecting: dispute.version, in: context(of: principal, about: index))
                return nil
            } catch {
                return explained(error, .dispute(command.name), index)
            }
        case (.success, _): return .matterNotFound(affair.id.description)
        }
    }
}

extension GivenCommandName {
    /// Where the matter has to stand for it.
    var from: Place {
        switch self {
        case .matter(let name): Rule.of(name).from
        case .dispute(let name): DisputeRule.of(name).from
        }
    }

    var isResume: Bool { self == .matter(.resume) || self == .dispute(.resume) }

    /// Whether it is a command of the affair's own machine.
    fileprivate func isOf(_ affair: Affair) -> Bool {
        switch (self, affair) {
        case (.matter, .matter), (.dispute, .dispute): true
        case (.matter, .dispute), (.dispute, .matter): false
        }
    }
}
