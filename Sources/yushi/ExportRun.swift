// An export is a walk: the docket page by page, and for each matter its history page by page. What
// is held at one time is a page of each.

internal import Analysis
internal import Client
internal import Files
internal import JSONText
internal import Supervision

/// Why an export ended early.
enum ExportFault: Error {
    case client(ClientFault)
    case file(FileSystemFault)
}

/// One export under way.
struct ExportRun<Writer: HistoryWriter> {
    private static var pageSize: Int { 200 }

    let client: YushiClient
    let period: ExportPeriod
    let pseudonyms: Pseudonyms
    let withPersonalData: Bool
    let output: OutputFile
    var writer: Writer

    private var progress = Progress(total: 1)
    private var spool: OutputFile?
    private var bytes: [UInt8] = []
    private var spooled: [UInt8] = []
    /// The organs that were told; as many as the roster has at most.
    private var organs: Set<String> = []
    private(set) var counts = Counts()

    struct Counts: Equatable {
        var matters = 0
        var events = 0
        /// Matters that went out of sight after they were listed.
        var lost = 0
        var seen = 0
    }

    init(
        client: YushiClient, period: ExportPeriod, pseudonyms: Pseudonyms,
        withPersonalData: Bool, output: OutputFile, writer: Writer
    ) {
        self.client = client
        self.period = period
        self.pseudonyms = pseudonyms
        self.withPersonalData = withPersonalData
        self.output = output
        self.writer = writer
    }

    /// Exports everything.
    mutating func run() throws(ExportFault) {
        progress = Progress(total: try count())
        defer { progress.end() }
        writer.begin(into: &bytes)
        try drain()
        // In the order of registration, which never changes while matters do.
        try pages("docket.list", sort: true) { run, document, item throws(ExportFault) in
            guard var matter = MatterRecord(document, item) else {
                throw .client(.protocolBroken("docket.list answered with something else"))
            }
            if !run.withPersonalData { matter.summary = nil }
            try run.export(matter)
            run.counts.seen += 1
            let counts = run.counts
            run.progress.show(counts.seen, counts.words)
        }
        writer.beginSpooled(into: &bytes)
        try drain()
        if let spool {
            do throws(FileSystemFault) { try output.copy(spool) } catch { throw .file(error) }
        }
        writer.end(into: &bytes)
        try drain()
        do throws(FileSystemFault) { try output.finish() } catch { throw .file(error) }
    }

    private mutating func export(_ matter: MatterRecord) throws(ExportFault) {
        var hasBegun = false
        do throws(ExportFault) {
            try pages("matter.history", of: matter.id) { run, document, item throws(ExportFault) in
                let events = EventRecord.events(
                    of: document, item, run.pseudonyms, withPersonalData: run.withPersonalData)
                guard let events else {
                    throw .client(.protocolBroken("matter.history answered with something else"))
                }
                for event in events where run.period.contains(event.time) {
                    if !hasBegun { try run.tell([matter.supervising] + matter.supervised) }
                    hasBegun = true
                    try run.tell(event.organs.map(\.id))
                    run.writer.write(event, of: matter, into: &run.bytes, spool: &run.spooled)
                    run.counts.events += 1
                }
                try run.drain()
            }
        } catch .client(.refused(let error)) where error.code == 1404 {
            counts.lost += 1
        }
        guard hasBegun else { return }
        counts.matters += 1
        writer.end(matter, into: &bytes, spool: &spooled)
        try drain()
    }

    /// Tells the writer of the organs that it has not seen yet.
    private mutating func tell(_ ids: [String]) throws(ExportFault) {
        for id in ids where writer.wantsOrgans && organs.insert(id).inserted {
            var organ = OrganRecord(id: id)
            do throws(ClientFault) {
                let answer = try client.callRetrying("organ.get", params: Self.object("organ", id))
                organ.name = answer.document.text("name", of: answer.result)
                organ.kind = answer.document.text("kind", of: answer.result)
                organ.level = answer.document.text("level", of: answer.result)
            } catch .refused(let error) where error.code == 1404 {
                // It left the roster since; its id is what remains.
            } catch {
                throw .client(error)
            }
            writer.write(organ, spool: &spooled)
        }
    }

    private mutating func drain() throws(ExportFault) {
        do throws(FileSystemFault) {
            try output.write(bytes)
            bytes.removeAll(keepingCapacity: true)
            guard !spooled.isEmpty else { return }
            if spool == nil { spool = try OutputFile.spool() }
            try spool?.write(spooled)
            spooled.removeAll(keepingCapacity: true)
        } catch {
            throw .file(error)
        }
    }

    // MARK: Asking

    private func count() throws(ExportFault) -> Int {
        let answer = try call("docket.count", params())
        return Int(answer.document.number("count", of: answer.result) ?? 0)
    }

    private mutating func pages(
        _ method: String, of matter: String? = nil, sort: Bool = false,
        _ body: (inout Self, JSONDocument, Int) throws(ExportFault) -> Void
    ) throws(ExportFault) {
        var cursor: String?
        repeat {
            let answer = try call(method, params(matter: matter, sort: sort, cursor, paged: true))
            guard answer.document.kind(answer.result) == .object,
                let items = answer.document.member("items", of: answer.result),
                answer.document.kind(items) == .array
            else { throw .client(.protocolBroken("\(method) answered without items")) }
            for item in answer.document.elements(items) { try body(&self, answer.document, item) }
            cursor = answer.document.text("nextCursor", of: answer.result)
        } while cursor != nil
    }

    private func call(_ method: String, _ params: [UInt8]) throws(ExportFault) -> Answer {
        do throws(ClientFault) {
            return try client.callRetrying(method, params: params)
        } catch {
            throw .client(error)
        }
    }

    private func params(
        matter: String? = nil, sort: Bool = false, _ cursor: String? = nil, paged: Bool = false
    ) -> [UInt8] {
        JSONWriter.encoded { writer in
            writer.beginObject()
            if let matter {
                writer.member("matter", matter)
            } else {
                writer.key("filter")
                writer.beginObject()
                writer.member("registeredTo", period.lastDay?.description)
                writer.endObject()
            }
            if sort { writer.member("sort", "registeredAt") }
            writer.member("cursor", cursor)
            if paged { writer.member("pageSize", Self.pageSize) }
            writer.endObject()
        }
    }

    private static func object(_ name: StaticString, _ value: String) -> [UInt8] {
        JSONWriter.encoded { writer in
            writer.beginObject()
            writer.member(name, value)
            writer.endObject()
        }
    }
}

extension ExportRun.Counts {
    /// `12 matters, 340 events`
    var words: String { PaperText.exported.filled(String(matters), String(events)) }
}
