// The rows of the methods that change nothing: session, reading, organs, server.

internal import JSONText
internal import Supervision

extension OpenRPC {
    static let queryRows: [MethodDescription] =
        sessionQueryRows + matterQueryRows + docketQueryRows + organQueryRows
        + documentQueryRows

    private static func row(
        _ method: Method, en: String, zh: String, _ parameters: [Parameter] = [],
        result: Component?, errors: [ErrorCode] = [.unauthenticated], example: String = "{}",
        _ exampleResult: (inout JSONWriter) -> Void
    ) -> MethodDescription {
        MethodDescription(
            method: method, summary: Bilingual(zh: zh, en: en), parameters: parameters,
            result: result.map { .ref($0) } ?? .open([]), errors: errors, exampleParams: example,
            exampleResult: JSONWriter.encoded(exampleResult))
    }

    private static let pageParameters: [Parameter] = [
        .may("cursor", .ref(.cursor)), .may("pageSize", .ref(.pageSize)),
    ]

    private static let sessionQueryRows: [MethodDescription] = [
        row(
            .sessionHello, en: "Opens the session: protocol, identity, limits.", zh: "建立会话。",
            [
                .must("client", .closed([.must("name", .text), .must("version", .text)])),
                .must("protocol", .closed([.must("min", .ordinal), .must("max", .ordinal)])),
                .may("token", .string(length: 1...Limits.identifierBytesMax)),
                .may("locale", .word(["zh", "en"])),
            ],
            result: .hello, errors: [.unauthenticated, .protocolUnsupported],
            example: """
                {"client":{"name":"example","version":"1.0"},"protocol":{"min":1,"max":1},\
                "token":"sample-cy-clerk","locale":"zh"}
                """
        ) { Views.write(Sample.hello, into: &$0) },
        row(
            .sessionPing, en: "Answers at once, also before session.hello.", zh: "探测连接。",
            result: nil, errors: []
        ) { Views.writePong(serverTime: Sample.instant, into: &$0) },
        row(
            .rpcDiscover, en: "Answers with this document, without errors and examples.",
            zh: "接口说明。", result: nil, errors: []
        ) { $0.raw(#"{"openrpc":"1.3.2"}"#) },
        row(
            .serverStatus, en: "The state of the server in numbers.", zh: "服务器状态。",
            result: .serverStatus
        ) { Views.write(Sample.status, into: &$0) },
    ]

    private static let matterQueryRows: [MethodDescription] = [
        row(
            .matterGet, en: "A matter, as far as one may see it, and what one may do with it.",
            zh: "查看监督事项。", [.must("matter", .ref(.matterID))], result: .matter,
            errors: [.unauthenticated, .notFound], example: #"{"matter":"S1"}"#
        ) { writer in
            writer.beginObject()
            Views.writeMembers(of: Sample.row, into: &writer)
            writer.member("summary", Sample.row.summary)
            Views.member("allowed", ["matter.accept", "matter.note"], into: &writer)
            writer.endObject()
        },
        row(
            .matterHistory, en: "What happened to a matter, from the first entry on.",
            zh: "监督事项的历程。", [.must("matter", .ref(.matterID))] + pageParameters,
            result: .historyPage, errors: [.unauthenticated, .notFound, .cursorExpired],
            example: #"{"matter":"S1","pageSize":20}"#
        ) { writer in
            var page = ItemPage()
            _ = page.append {
                Views.write(Sample.entry, audience: .full, hiddenDuties: [], into: &$0)
            }
            page.finish(nextCursor: nil, position: 27, into: &writer)
        },
        row(
            .matterExplain,
            en: "Which commands one may give now, and why not the others; with params, why not "
                + "this one.",
            zh: "说明可以办理的命令，以及其他命令为何不能办理。",
            [
                .must("matter", .ref(.matterID)),
                .may("command", .word(GivenCommandName.allCases.map(\.rawValue))),
                .may("params", .open([])),
            ],
            result: .explanation, errors: [.unauthenticated, .notFound],
            example: #"{"matter":"S1","command":"matter.accept","params":{"investigators":["x"]}}"#
        ) { $0.raw(Sample.explanation) },
        row(
            .matterAsOf, en: "A matter as it was after a version, or at a moment; exactly one.",
            zh: "查看监督事项在某一版本或者某一时间的状态。",
            [
                .must("matter", .ref(.matterID)), .may("version", .ordinal),
                .may("at", .ref(.instant)),
            ],
            result: .matter, errors: [.unauthenticated, .notFound],
            example: #"{"matter":"S1","version":1}"#
        ) { writer in
            writer.beginObject()
            Views.writeMembers(of: Sample.row, into: &writer)
            Views.member("since", Sample.instant, into: &writer)
            Views.member("at", Sample.instant, into: &writer)
            writer.member("summary", Sample.row.summary)
            writer.endObject()
        },
    ]

    private static let docketQueryRows: [MethodDescription] = [
        row(
            .docketList, en: "Lists the matters one may see.", zh: "列出监督事项。",
            [.may("filter", .ref(.docketFilter)), .may("sort", .word(DocketSort.self))]
                + pageParameters,
            result: .docketPage, errors: [.unauthenticated, .cursorExpired],
            example: #"{"filter":{"phase":"complaint"},"sort":"-registeredAt","pageSize":20}"#
        ) { writer in
            var page = ItemPage()
            _ = page.append { Views.write(Sample.row, into: &$0) }
            page.finish(nextCursor: "eyJrIjoxfQ", position: 27, into: &writer)
        },
        row(
            .docketCount, en: "Counts matters exactly, in groups if asked for.", zh: "统计监督事项。",
            [.may("filter", .ref(.docketFilter)), .may("groupBy", .word(DocketGrouping.self))],
            result: .docketCount, example: #"{"filter":{"overdue":false},"groupBy":"phase"}"#
        ) {
            Views.writeCount(
                5, groups: [("complaint", 3), ("investigation", 2)], position: 27, into: &$0)
        },
        row(
            .docketStatistics,
            en: "Statistics of the matters one may see: groups, times, rates (Art. 12).",
            zh: "统计分析监督事项。",
            [
                .may("filter", .ref(.docketFilter)), .may("from", .ref(.date)),
                .may("to", .ref(.date)),
            ],
            result: .statistics, example: #"{"from":"2026-01-01","to":"2026-12-31"}"#
        ) { Views.write(Sample.statistics, position: 27, into: &$0) },
        row(
            .docketWatch, en: "Subscribes to changes of the matters one may see.",
            zh: "订阅监督事项的变化。",
            [.may("filter", .ref(.docketFilter)), .may("fromPosition", .count)], result: .watch,
            errors: [.unauthenticated, .cursorExpired, .rateLimited],
            example: #"{"filter":{"supervising":"chaoyang"},"fromPosition":27}"#
        ) { Views.writeWatch(subscription: 1, position: 27, into: &$0) },
        row(
            .docketUnwatch, en: "Ends a subscription.", zh: "取消订阅。",
            [.must("subscription", .count)], result: nil,
            errors: [.unauthenticated, .notFound], example: #"{"subscription":1}"#
        ) { Views.writeEmpty(into: &$0) },
    ]

    private static let organQueryRows: [MethodDescription] = [
        row(
            .organGet, en: "An organ of the roster.", zh: "查看机关。",
            [.must("organ", .ref(.organID))], result: .organ,
            errors: [.notFound], example: #"{"organ":"chaoyang-justice"}"#
        ) { Views.write(Sample.organ, into: &$0) },
        row(
            .organList, en: "The organs in the order of the roster.", zh: "列出机关。",
            pageParameters, result: .organPage, errors: [.cursorExpired],
            example: #"{"pageSize":100}"#
        ) { writer in
            var page = ItemPage()
            _ = page.append { Views.write(Sample.organ, into: &$0) }
            page.finish(nextCursor: "b3JnYW4tMQ", position: 27, into: &writer)
        },
        row(
            .organCompetence, en: "Whether one organ may supervise another, and why.",
            zh: "查询监督权限。", [.must("of", .ref(.organID)), .must("over", .ref(.organID))],
            result: .competenceAnswer, errors: [.notFound],
            example: #"{"of":"chaoyang","over":"chaoyang-market"}"#
        ) { writer in
            writer.raw(
                #"{"competent":true,"basis":{"kind":"law","citation":"2.2"}}"#)
        },
        row(
            .organCommonSupervisor,
            en: "The lowest organ that is competent over all parties (Art. 13).",
            zh: "查询共同的监督机关。",
            [.must("parties", .list(.ref(.organID), 2...Limits.listElementsMax))],
            result: .commonSupervisor, errors: [.notFound, .notCompetent],
            example: #"{"parties":["chaoyang-market","chaoyang-urban"]}"#
        ) { Views.writeCommonSupervisor(OrganID("chaoyang"), into: &$0) },
    ]

    private static let documentQueryRows: [MethodDescription] = [
        row(
            .documentGet, en: "A document by the number that is printed on it.",
            zh: "按文号查看文书。",
            [
                .must("number", .text), .may("kind", .word(DocumentKind.self)),
                .may("issuer", .ref(.organID)),
            ],
            result: .publishedDocument, errors: [.unauthenticated, .notFound],
            example: #"{"number":"朝司执监〔2026〕1号","kind":"opinion"}"#
        ) { writer in
            writer.raw(
                """
                {"matter":"S1","kind":"opinion","number":"朝司执监〔2026〕1号",\
                "issuer":{"organ":"chaoyang-justice","name":"北京市朝阳区司法局"},\
                "supervising":{"organ":"chaoyang","name":"北京市朝阳区人民政府"},\
                "addressees":[{"organ":"chaoyang-market","name":"北京市朝阳区市场监督管理局"}],\
                "signedBy":{"person":"cy-sign","name":"韩雪梅"},\
                "issuedAt":"2026-03-02T00:45:00.000Z","issuedOn":"2026-03-02",\
                "deadline":{"lastDay":"2026-03-30","end":"2026-03-30T16:00:00.000Z",\
                "workingDays":20},"items":[{"item":1,"text":"十日内办结逾期举报。"}],\
                "finding":{"severity":"ordinary","grounds":[3],"facts":"十二件举报逾期未处理。",\
                "concludedBy":"cy-inv1"}}
                """)
        }
    ]

    /// The values of the examples.
    private enum Sample {
        static let instant = Instant(milliseconds: 1_772_412_300_000)
        static let identity = ServerIdentity(
            name: "yushi", version: "1.0.0", rosterEdition: "2026-11-sample",
            calendarEdition: "2025-2026")
        static let hello = HelloResult(
            protocol: OpenRPC.protocolNumber, server: identity, session: "7",
            principal: Principal(
                id: PersonID("cy-clerk"), name: "韩雪梅", organ: OrganID("chaoyang-justice"),
                roles: .clerk, qualified: false),
            capabilities: ["batch", "docket.watch"], serverTime: instant)
        static let status = ServerStatus(
            server: identity, startedAt: Instant(milliseconds: 1_772_400_000_000),
            serverTime: instant, position: 27, draining: false, connections: 3,
            subscriptions: 1, mattersOpen: 5, mattersTotal: 6)
        static let row = DocketRow(
            matter: MatterID(kind: .supervision, serial: 1), version: 1, phase: .complaint,
            supervising: OrganID("chaoyang"), supervised: OrganID("chaoyang-market"),
            acting: OrganID("chaoyang-justice"),
            deadline: Deadline(
                .workingDays(5), startingOn: instant.legalDay, in: .weekdaysOnly),
            registeredAt: instant, source: .complaint, category: 2, secrecy: .internal,
            position: 27, summary: "投诉人反映食品安全举报逾期未处理。")
        static let explanation = Array(
            #"""
            {"matter":"S1","version":1,"phase":"complaint","suspended":false,"position":27,\#
            "commands":[{"command":"matter.accept","allowed":false,"reason":"NOT_FOUND",\#
            "basis":{"kind":"procedure"},"retryable":false,\#
            "details":{"what":"person","id":"x"},\#
            "messages":{"zh":"找不到人员“x”，或者您无权查看。",\#
            "en":"There is no person \"x\" that you may see."}}]}
            """#.utf8)
        static let statistics: DocketStatistics = {
            var statistics = DocketStatistics()
            statistics.whole.matters = 1
            statistics.whole.overdue.denominator = 1
            statistics.whole.times = [
                DocketStatistics.PhaseTime(
                    .complaint, ended: Durations([86_400_000]), running: 0)
            ]
            statistics.levels[.district] = statistics.whole
            statistics.phases = [DocketStatistics.Group("investigation", 1)]
            return statistics
        }()
        static let entry = HistoryEntry<MatterEvent>(
            position: 26, version: 2, phase: .investigation,
            command: CommandName.accept.rawValue, at: instant, principal: PersonID("cy-clerk"),
            events: [.accepted(investigators: [PersonID("cy-inv1")], nil)])
        static let organ = Organ(
            id: OrganID("chaoyang-justice"), name: "北京市朝阳区司法局",
            kind: .judicialAdministration, level: .district, government: OrganID("chaoyang"),
            lineSuperior: OrganID("bj-justice"), documentPrefix: "朝司执监")
    }
}
