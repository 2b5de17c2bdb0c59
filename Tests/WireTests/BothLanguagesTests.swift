import Supervision
import Testing

@testable import Wire

/// Every error that a client can be told, in both languages.
@Suite struct BothLanguagesTests {
    private static let texts: [Bilingual] =
        ErrorCode.allCases.map(\.text)
        + [
            WireError.methodNotFound("x"), .unknownParameter("x"), .missingParameters(["x"]),
            .invalidParameter("x", expected: Expectation.date.text), .positionalParameters,
            .lineTooLong(bytesMax: 1), .protocolUnsupported(1...1), .matterNotFound("x"),
        ].map(\.text)
        + [
            Expectation.object, .list(1...2), .text, .identifier, .printable(3), .integer(1...2),
            .integer(1...Int64.max), .bool, .date, .period, .sha256, .oneOf([]), .minNotAboveMax,
        ].map(\.text)

    @Test(arguments: texts)
    func hasBoth(_ text: Bilingual) {
        #expect(text.zh.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) })
        #expect(!text.en.isEmpty && text.en.unicodeScalars.allSatisfy(\.isASCII), "\(text)")
    }
}
