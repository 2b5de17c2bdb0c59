// What somebody may do now, and why not the rest. It is the first half of the ladder that every
// real command climbs, run without a command, so that the answer and the command cannot disagree.

extension Matter {
    /// Why the person may not give a command now, as far as that does not depend on the command's
    /// parameters; nil when nothing of that kind forbids it. A refusal told here meets every
    /// command of that name; one that is not refused here may still be for what it says.
    ///
    /// - Parameter name: any command but `matter.register`, which has no matter yet.
    public func refusal(of name: CommandName, in context: Context) -> Refusal? {
        do throws(Refusal) {
            try admit(Rule.of(name), .matter, expecting: nil, context)
            try requirePreconditions(of: name, context)
            return nil
        } catch {
            return error
        }
    }

    /// The commands that the person may give now, as far as that does not depend on parameters.
    public func allowed(in context: Context) -> [CommandName] {
        CommandName.ofMatters.filter { refusal(of: $0, in: context) == nil }
    }
}

extension CommandName {
    /// Every command that is given to a matter, in the order of the table: all but the one that
    /// begins it.
    public static let ofMatters: [CommandName] = Rule.table.map(\.command)
        .filter { $0 != .register }
}
