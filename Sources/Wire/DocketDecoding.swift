// The calls that read, and those about the session.

internal import Supervision

extension ParameterReader {
    /// The parameters of `session.hello`.
    mutating func hello() -> Hello {
        let (name, version) = required(
            "client",
            .object { ($0.required("name", .text), $0.required("version", .text)) })
        let versions: (min: Int64, max: Int64) = required(
            "protocol",
            .object { reader in
                let min = reader.required("min", .integer64(1...Int64.max))
                let max = reader.required("max", .integer64(1...Int64.max))
                if min > max { reader.refuse(.minNotAboveMax) }
                return (min, max)
            })
        return Hello(
            clientName: name, clientVersion: version,
            protocolMin: versions.min, protocolMax: versions.max,
            token: optional("token", .identifier),
            locale: optional("locale", Shape<Locale>.choice)?.rawValue)
    }

    private enum Locale: String, CaseIterable { case zh, en }

    mutating func page() -> Page {
        Page(
            cursor: optional("cursor", .printable(Limits.cursorBytesMax)),
            size: optional("pageSize", .integer(1...Limits.pageSizeMax))
                ?? Limits.pageSizeDefault)
    }

    /// Which matters are meant; all of them when the filter is left out.
    mutating func filter() -> DocketFilter {
        optional("filter", .docketFilter) ?? DocketFilter()
    }

    /// The organs whose common supervisor is asked for.
    mutating func parties() -> [OrganID] {
        required("parties", .list(.organ, 2...Limits.listElementsMax))
    }
}

extension Shape where Value == DocketFilter {
    static var docketFilter: Shape {
        object { reader in
            var filter = DocketFilter()
            filter.kind = reader.optional("kind", .choice)
            filter.phase = reader.optional("phase", .choice)
            filter.step = reader.optional("step", .choice)
            filter.supervising = reader.optional("supervising", .organ)
            filter.supervised = reader.optional("supervised", .organ)
            filter.acting = reader.optional("acting", .organ)
            filter.investigator = reader.optional("investigator", .person)
            filter.overdue = reader.optional("overdue", .bool)
            filter.suspended = reader.optional("suspended", .bool)
            filter.dueBefore = reader.optional("dueBefore", .date)
            filter.source = reader.optional("source", .choice)
            filter.category = reader.optional("category", .integer(1...9))
            filter.secrecy = reader.optional("class", .choice)
            filter.registeredFrom = reader.optional("registeredFrom", .date)
            filter.registeredTo = reader.optional("registeredTo", .date)
            filter.text = reader.optional("text", .text)
            return filter
        }
    }
}
