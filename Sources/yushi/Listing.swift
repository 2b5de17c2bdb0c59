// Lists: fetched page by page, printed as one table or as one JSON document.

internal import Client
internal import JSONText

/// A list method and how its items are shown.
struct Listing {
    /// A column and what it shows of an item.
    struct Column: Sendable {
        var heading: Text
        var cell: @Sendable (JSONDocument, Int) -> String?

        /// The column of a member that is a plain value.
        init(_ heading: Text, _ member: StaticString) {
            self.init(heading) { document, item in
                document.member(member, of: item).flatMap { Listing.text(document, $0) }
            }
        }

        init(_ heading: Text, cell: @escaping @Sendable (JSONDocument, Int) -> String?) {
            self.heading = heading
            self.cell = cell
        }
    }

    var method: String
    /// The parameters but for the cursor, as members of an object.
    var params: [UInt8]
    var columns: [Column]

    /// The columns of the docket.
    static let docketColumns = [
        Column(WordText.matter, "matter"), Column(WordText.phase, "phase"),
        Column(WordText.step, "step"), Column(WordText.supervising, "supervising"),
        Column(WordText.supervised) { document, item in
            let node =
                document.member("supervised", of: item)
                ?? document.member("parties", of: item)
            return node.flatMap { Explanation.list(document, $0) }
        },
        Column(WordText.deadline, "deadline"), Column(WordText.overdue, "overdue"),
        Column(WordText.suspended, "suspended"), Column(WordText.summary, "summary"),
    ]
    static let historyColumns = [
        Column(WordText.position, "position"), Column(WordText.version, "version"),
        Column(WordText.at, "at"), Column(WordText.principal, "principal"),
        Column(WordText.command, "command"),
        Column(WordText.event) { document, item in
            guard let events = document.member("events", of: item) else {
                return document.text("event", of: item)
            }
            guard document.kind(events) == .array else { return document.plainText(events) }
            return document.elements(events).compactMap { event -> String? in
                guard document.kind(event) == .object else { return document.plainText(event) }
                return document.text("event", of: event) ?? document.text("kind", of: event)
                    ?? document.text("type", of: event)
            }.joined(separator: ", ")
        },
    ]
    static let organColumns = [
        Column(WordText.organ, "id"), Column(WordText.name, "name"),
        Column(WordText.kind, "kind"), Column(WordText.level, "level"),
    ]

    /// A value in a cell: a deadline is shown by its last day, `false` by nothing.
    static func text(_ document: JSONDocument, _ node: Int) -> String? {
        switch document.kind(node) {
        case .bool: document.bool(node) ? WordText.yes.local : nil
        case .object: document.text("lastDay", of: node) ?? document.plainText(node)
        case .null, .integer, .string, .array: document.plainText(node)
        }
    }

    /// Fetches one page, or all of them, and prints.
    func run(_ client: YushiClient, all: Bool, json: Bool) throws(ClientFault) {
        var pages: [Answer] = []
        var cursor: String?
        repeat {
            let page = try client.call(method, params: Self.withCursor(params, cursor))
            guard page.document.kind(page.result) == .object,
                let items = page.document.member("items", of: page.result),
                page.document.kind(items) == .array
            else { throw .protocolBroken("\(method) answered without items") }
            cursor = page.document.text("nextCursor", of: page.result)
            pages.append(page)
        } while all && cursor != nil
        if json {
            Terminal.print(Self.document(pages, nextCursor: cursor))
            return
        }
        for line in lines(pages, columns: Terminal.columns) { Terminal.print(line) }
        let count = pages.reduce(0) { $0 + Self.items($1).count }
        let position = pages.last.flatMap { $0.document.number("position", of: $0.result) } ?? 0
        Terminal.say(WordText.items.filled(String(count), String(position)))
        if cursor != nil { Terminal.say(WordText.more.local) }
    }

    private static func items(_ page: Answer) -> [Int] {
        page.document.member("items", of: page.result).map {
            Array(page.document.elements($0))
        } ?? []
    }

    /// The table. A column of which no item has anything is left out.
    func lines(_ pages: [Answer], columns width: Int?) -> [String] {
        let rows = pages.flatMap { page in
            Self.items(page).map { item in columns.map { $0.cell(page.document, item) } }
        }
        let used = columns.indices.filter { index in rows.contains { $0[index] != nil } }
        guard !used.isEmpty else { return [] }
        var table = Table(used.map { columns[$0].heading.local })
        for row in rows { table.add(used.map { row[$0] ?? "" }) }
        return table.lines(columns: width)
    }

    /// All pages as one document: `{"items":[…],"nextCursor"?,"position"}`.
    static func document(_ pages: [Answer], nextCursor: String?) -> [UInt8] {
        // The first page says up to where all of them are true at least.
        let position = pages.first.flatMap { $0.document.number("position", of: $0.result) }
        return JSONWriter.encoded { writer in
            writer.beginObject()
            writer.key("items")
            writer.beginArray()
            for page in pages {
                for item in items(page) { page.document.write(item, into: &writer) }
            }
            writer.endArray()
            writer.member("nextCursor", nextCursor)
            writer.member("position", position)
            writer.endObject()
        }
    }

    private static func withCursor(_ params: [UInt8], _ cursor: String?) -> [UInt8] {
        guard let cursor, let document = try? JSONDocument(params) else { return params }
        return JSONWriter.encoded { writer in
            writer.beginObject()
            for member in document.members(0) {
                writer.key(text: document.string(member.key))
                document.write(member.value, into: &writer)
            }
            writer.member("cursor", cursor)
            writer.endObject()
        }
    }
}
