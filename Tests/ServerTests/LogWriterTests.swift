import Testing

@testable import Server

@Suite struct LogWriterTests {
    /// It is a record like every other one, so that whatever reads the log understands it.
    @Test func droppedRecordsAreARecord() throws {
        let line = LogWriter.record(ofDropped: 7)
        #expect(line.last == UInt8(ascii: "\n"))
        let record = try JSON(parsing: String(decoding: line, as: UTF8.self))
        #expect(record["records"] == .string("7") && record["level"] == .string("warning"))
        #expect(record["time"].string != nil && record["message"].string != nil)
    }
}
