import Journal
import Supervision
import Testing

/// Stored bytes outlive the build that wrote them. The files in `Golden` were written once; when
/// a test here fails, the coding broke a journal, and not the test is to be changed. They are
/// written anew, after samples were added, with `YUSHI_WRITE_GOLDEN=1`; a line that is in them
/// must then be in them still.
@Suite struct GoldenTests {
    @Test func storedEventsNeverMove() throws {
        let events = Samples().events
        rewriteGoldenIfAsked("events.jsonl", events.map { text(encoded([$0])) })
        let lines = goldenLines("events.jsonl")
        #expect(lines.count == events.count)
        for (line, event) in zip(lines, events) {
            #expect(try EventCoding.decode(Array(line.utf8)) == [event])
            #expect(text(encoded([event])) == line)
        }
    }

    /// A snapshot may change its form, but then `StateCoding.format` is counted up and the golden
    /// file has another name.
    @Test func snapshotsOfOneFormatNeverMove() throws {
        let name = "states.\(StateCoding.format).jsonl"
        let matters = Samples().matters
        rewriteGoldenIfAsked(name, matters.map { text(encoded($0)) })
        let lines = goldenLines(name)
        #expect(lines.count == matters.count)
        for (line, matter) in zip(lines, matters) {
            #expect(try StateCoding.decode(Array(line.utf8)) == matter)
            #expect(text(encoded(matter)) == line)
        }
    }
}
