package import Supervision

/// A machine as three values. The walks take it as an argument, so that a test can plant a bug in
/// it and see the walk find it.
package struct Machine<Subject, Command, Event>: Sendable {
    package typealias Decision = Result<[Event], Refusal>

    /// What a command makes happen, against the version that the client expects.
    package var decide: @Sendable (Subject, Command, Int64, Context) -> Decision
    /// The subject after an entry with that version.
    package var evolve: @Sendable (Subject, [Event], Int64, Stamp) -> Subject
    /// When the clock has something to record.
    package var deadlineToWatch: @Sendable (Subject) -> Instant?
}

package typealias MatterMachine = Machine<Matter, MatterCommand, MatterEvent>
package typealias DisputeMachine = Machine<Dispute, DisputeCommand, DisputeEvent>

extension MatterMachine {
    /// The machine of supervision matters that the server runs.
    package static var served: MatterMachine {
        MatterMachine(
            decide: { matter, command, version, context in
                do throws(Refusal) {
                    return .success(try matter.decide(command, expecting: version, in: context))
                } catch {
                    return .failure(error)
                }
            },
            evolve: { matter, events, version, stamp in
                var matter = matter
                matter.evolve(events, version: version, stamp)
                return matter
            },
            deadlineToWatch: { $0.deadlineToWatch })
    }
}

extension DisputeMachine {
    /// The machine of disputes that the server runs.
    package static var served: DisputeMachine {
        DisputeMachine(
            decide: { dispute, command, version, context in
                do throws(Refusal) {
                    return .success(try dispute.decide(command, expecting: version, in: context))
                } catch {
                    return .failure(error)
                }
            },
            evolve: { dispute, events, version, stamp in
                var dispute = dispute
                dispute.evolve(events, version: version, stamp)
                return dispute
            },
            deadlineToWatch: { $0.deadlineToWatch })
    }
}
