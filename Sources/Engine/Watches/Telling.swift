internal import JSONText
internal import Supervision

/// One entry after another as they are told to many.
///
/// A matter is asked once for each person what may be known of it, however many subscriptions they
/// have: to find that out costs as much as the matter has duties. And a text is written once for
/// all who may know the same.
struct Telling {
    /// Before or after which of the passages of the entry.
    enum PassageEnd: Hashable {
        case before(Int)
        case after(Int)
    }

    /// Of which events of the entry somebody may know.
    enum Knowledge: Equatable {
        case all
        /// Their names; of none nothing is told.
        case some([String])
    }

    private struct Key: Hashable {
        var person: PersonID
        var end: PassageEnd
    }

    /// What is said to all who may know the same, but for the number of their subscription. It
    /// belongs to one who tells, and changes with the entry.
    final class Line {
        fileprivate var writer = JSONWriter(reservingCapacity: 384)
        fileprivate var number = 0..<0

        func append(to bytes: inout [UInt8], for subscription: Int64) {
            writer.append(to: &bytes, replacing: number, by: subscription)
        }
    }

    private struct Text {
        var passage: Int
        var known: Knowledge
        var opened: MatterID?
        var line = Line()
    }

    private var sights: [Key: Bool] = [:]
    private var names: [Key: [String]] = [:]
    private var texts: [Text] = []
    /// The matter that the entry opened.
    private(set) var opened: MatterID?
    /// So many of the texts are of this entry; the others are room for its next ones.
    private var written = 0

    /// Forgets what was found out and written about another entry.
    ///
    /// - Parameter opened: the matter that this one opened.
    mutating func begin(opening opened: MatterID?) {
        self.opened = opened
        if !sights.isEmpty { sights.removeAll(keepingCapacity: true) }
        if !names.isEmpty { names.removeAll(keepingCapacity: true) }
        written = 0
    }

    /// Whether the matter stands in the person's lists; see ``DocketViewer/sees(_:_:_:)``.
    mutating func sees(
        _ viewer: DocketViewer, _ row: DocketIndexRow, _ affair: @autoclosure () -> Affair,
        _ roster: Roster, _ end: PassageEnd
    ) -> Bool {
        guard viewer.hasToAsk(row) else { return viewer.sees(row, affair(), roster) }
        let key = Key(person: viewer.actor.id, end: end)
        if let known = sights[key] { return known }
        let sees = viewer.sees(row, affair(), roster)
        sights[key] = sees
        return sees
    }

    /// The names of the events, once they were found out.
    mutating func names(
        for person: PersonID, _ end: PassageEnd, _ find: () -> [String]
    ) -> [String] {
        let key = Key(person: person, end: end)
        if let known = names[key] { return known }
        let found = find()
        names[key] = found
        return found
    }

    /// What is said of one passage to all who may know of these events and of this matter that was
    /// opened.
    ///
    /// - Parameter write: writes the line, and tells where the number of the subscription stands.
    mutating func line(
        of passage: Int, _ known: Knowledge, opened: MatterID?,
        _ write: (inout JSONWriter) -> Range<Int>
    ) -> Line {
        let index = texts[..<written].firstIndex {
            $0.passage == passage && $0.known == known && $0.opened == opened
        }
        if let index { return texts[index].line }
        if written == texts.count {
            texts.append(Text(passage: passage, known: known, opened: opened))
        } else {
            (texts[written].passage, texts[written].known) = (passage, known)
            texts[written].opened = opened
            texts[written].line.writer.removeAll()
        }
        texts[written].line.number = write(&texts[written].line.writer)
        written += 1
        return texts[written - 1].line
    }
}
