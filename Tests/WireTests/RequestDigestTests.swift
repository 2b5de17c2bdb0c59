import Testing
import Wire

/// Equal for a true retry, different for anything else.
struct RequestDigestTests {
    private func digest(_ method: String, _ members: String) -> UInt64? {
        let text = line(
            method, #"{"matter":"S1","expectedVersion":1,"idempotencyKey":"k",\#(members)}"#)
        guard case .command(.matter(let command)) = request(text)?.call else { return nil }
        return command.idempotency.digest
    }

    @Test func spellingAndOrderDoNotMatter() throws {
        let members = #""measures":[{"item":1,"text":"a"}]"#
        let plain = try #require(digest("rectification.report", members))
        let text =
            #"{ "jsonrpc":"2.0", "params" : {"measures":[ {"text":"\u0061","item":1} ],"#
            + #""idempotencyKey":"other","expectedVersion":1,"matter":"S1"},"#
            + #""id":9,"method":"rectification.report"}"#
        guard case .command(.matter(let other)) = request(text)?.call else {
            Issue.record("the other spelling is a good request")
            return
        }
        #expect(other.idempotency.digest == plain)
        #expect(other.idempotency.key == "other")
    }

    @Test func contentsMatter() throws {
        var seen: Set<UInt64> = []
        let variants = [
            #""measures":[]"#,
            #""measures":[{"item":1,"text":"a"}]"#,
            #""measures":[{"item":2,"text":"a"}]"#,
            #""measures":[{"item":1,"text":"b"}]"#,
            #""measures":[{"item":1,"text":"aaaaaaaa"}]"#,
            #""measures":[{"item":1,"text":"aaaaaaaab"}]"#,
            #""measures":[{"item":1,"text":"a"},{"item":2,"text":"b"}]"#,
            #""measures":[{"item":2,"text":"b"},{"item":1,"text":"a"}]"#,
        ]
        for method in ["rectification.report", "decision.reportExecution"] {
            for variant in variants {
                seen.insert(try #require(digest(method, variant)))
            }
        }
        #expect(seen.count == variants.count * 2)
    }

    /// The value is stored in journals, so that it may never change.
    @Test func theDefinitionIsFixed() {
        #expect(digest("matter.note", #""text":"督查 1""#) == 11_619_894_752_842_180_178)
    }

    @Test func manyTextsGiveManyDigests() throws {
        var seen: Set<UInt64> = []
        for number in 0..<20_000 {
            seen.insert(try #require(digest("matter.note", #""text":"\#(number)""#)))
        }
        #expect(seen.count == 20_000)
    }
}
