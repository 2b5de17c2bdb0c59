import ArgumentParser
import JSONText
import Machines
import Testing

@testable import yushi

/// The pictures on the command line.
@Suite struct DiagramTests {
    @Test func historyBecomesAWay() throws {
        let page = try JSONDocument(
            Array(
                #"{"items":[{"position":1,"phase":"complaint","command":"matter.register"},"#.utf8)
                + Array(#"{"position":2,"phase":"rectification","step":"underReview"},"#.utf8)
                + Array(#"{"position":3},7],"position":9}"#.utf8))
        #expect(
            MatterDiagramCommand.steps(page, 0) == [
                DiagramWay.Step(command: "matter.register", place: "complaint"),
                DiagramWay.Step(command: nil, place: "rectification.underReview"),
            ])
        #expect(MatterDiagramCommand.steps(try JSONDocument(Array("[1]".utf8)), 0).isEmpty)
    }

    @Test func optionsAreRead() throws {
        let command = try YushiCommand.parseAsRoot([
            "machine", "diagram", "--format", "dot", "--lang", "zh",
        ])
        let draw = try #require(command as? MachineCommand.Draw)
        #expect(draw.picture.format == .dot && draw.picture.language == .zh)
        let other = try YushiCommand.parseAsRoot(["machine", "diagram", "--machine", "dispute"])
        #expect((other as? MachineCommand.Draw)?.machine == .dispute)
        for wrong in [["--format", "png"], ["--lang", "fr"], ["--machine", "appeal"]] {
            #expect(throws: (any Error).self) {
                _ = try YushiCommand.parseAsRoot(["machine", "diagram"] + wrong)
            }
        }
    }

    /// The letter of an id tells the machine that its picture is of.
    @Test func idsTellTheMachine() {
        #expect(MachineName(ofMatter: "D1") == .dispute)
        for id in ["S1", "D", "D01", ""] { #expect(MachineName(ofMatter: id) == .supervision) }
    }
}
