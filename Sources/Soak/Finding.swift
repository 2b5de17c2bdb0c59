/// One way in which the records of a run contradict each other.
public enum Finding: Equatable, Sendable {
    /// A command that had to be accepted got another answer.
    case refused(key: String, String)
    /// A command was never answered, however often it was sent.
    case unanswered(key: String)
    /// The server answered something that nobody asked.
    case stray(String)

    /// An acknowledged command has no entry.
    case missing(key: String)
    /// Its entry is not what the acknowledgement said.
    case changed(key: String)
    /// A command has two entries.
    case twice(key: String)
    /// An entry that nobody asked for.
    case unasked(position: Int)
    /// An entry that an earlier restart found is not there any more, or is another one.
    case vanished(position: Int)
    case positionHole(after: Int)
    case versionHole(matter: String, after: Int)
    /// The version is not the next one after the version that the command was based on.
    case otherVersion(key: String)
    /// Numbers of documents of one series do not run from 1 without gaps.
    case numberHole(series: String)

    /// A retry got another answer than the first one.
    case otherAnswer(key: String)
    /// A command that had been accepted was answered as if for the first time.
    case flagMissing(key: String)
    /// A command was answered as a repetition before it can have been accepted.
    case replayOfNothing(key: String)

    /// A command with an unknown outcome stands in the journal but not in the history.
    case halfHappened(key: String)
    /// Another entry of the journal that the history does not tell.
    case untold(position: Int)
    /// The history tells an entry that the journal does not have.
    case onlyTold(matter: String, position: Int)
    /// Journal and history tell the same entry differently.
    case toldOtherwise(position: Int)

    case watchMissed(watcher: String, position: Int)
    case watchDoubled(watcher: String, position: Int)
    /// It came after a later one.
    case watchSwapped(watcher: String, position: Int)
    case watchOtherwise(watcher: String, position: Int)
    /// The watcher heard of what is not there, or is not what it watches.
    case watchInvented(watcher: String, position: Int)

    /// The server ended with another status than its fault should have led to.
    case endedOtherwise(status: Int32, expected: Int32)
    /// The log does not name the reason of the end.
    case reasonMissing(String)
    /// Commands were answered although their commit had failed.
    case spokeAfterFault(replies: Int)
}
