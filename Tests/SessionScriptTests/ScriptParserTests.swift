// Reading session files: what every statement becomes, and what every fault says.

import Testing

@testable import Sessions

private func parse(_ text: String) throws(SessionFault) -> Script {
    try ScriptParser.parse(file: "a.session", source: Array(text.utf8))
}

@Suite struct ScriptParserTests {
    @Test func readsEveryStatement() throws {
        let script = try parse(
            #"""
            # A comment
            server start --two "a b" 'c\'
            ## 第一阶段
            clock set 2026-03-02T01:00:00Z
            clock +1d2h3m4s5ms
            connect a as cy-clerk
            connect b
            a> {"id":1,"method":"session.ping"}

            a< {"id":1,"result":{}}\#r
              b>raw "x\n" "\xFF\u4e00" * 2
            a quiet
            b closed
            exec as cy-clerk LC_ALL=zh yushi call x '{"a": 1}'
            stdout< 文字
            stdout< {"a":"<int>"}
            status 65
            server restart
            server kill
            server stop
            """#)
        #expect(script.phases.map(\.name) == ["", "第一阶段"])
        #expect(
            script.statements.map(\.line)
                == [2, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20])
        #expect(script.statements.map(\.phase) == [0] + Array(repeating: 1, count: 16))
        #expect(
            script.statements.map { words($0.action) } == [
                #"start ["--two", "a b", "c\\"]"#, "set 2026-03-02T01:00:00Z", "advance 93784005",
                "connect a cy-clerk", "connect b -", "send a", "expect a",
                "raw b [120, 10, 255, 228, 184, 128, 255, 228, 184, 128]", "quiet a", "closed b",
                #"exec cy-clerk ["LC_ALL=zh"] ["call", "x", "{\"a\": 1}"]"#, "text 文字", "json",
                "status 65", "restart []", "kill", "stop",
            ])
    }

    private func words(_ action: Statement.Action) -> String {
        switch action {
        case .startServer(let flags): "start \(flags)"
        case .stopServer: "stop"
        case .killServer: "kill"
        case .restartServer(let flags): "restart \(flags)"
        case .setClock(let time): "set \(time)"
        case .advanceClock(let milliseconds): "advance \(milliseconds)"
        case .connect(let name, let principal): "connect \(name) \(principal ?? "-")"
        case .send(let name, _): "send \(name)"
        case .sendRaw(let name, let bytes): "raw \(name) \(bytes)"
        case .expect(let name, _): "expect \(name)"
        case .quiet(let name): "quiet \(name)"
        case .closed(let name): "closed \(name)"
        case .execute(let command):
            "exec \(command.principal ?? "-") \(command.environment) \(command.arguments)"
        case .output(.text(let text)): "text \(text)"
        case .output(.json): "json"
        case .status(let status): "status \(status)"
        }
    }

    @Test func readsDirectivesAboutKilling() throws {
        let whole = try parse("# kill: no\n## a\nconnect a\n## b\nconnect b\n")
        #expect(whole.phases.map(\.allowsKill) == [false, false, false])
        let one = try parse("connect x\n## a\n# why\n# kill: no\nconnect a\n## b\nconnect b\n")
        #expect(one.phases.map(\.allowsKill) == [true, false, true])
    }

    @Test func readsFilesAtTheEnd() throws {
        let script = try parse(
            "connect a\n-- policy.json --\n{}\n# not a comment\n-- d/e.txt --\n\nx")
        #expect(script.statements.count == 1)
        #expect(script.attachments.map(\.path) == ["policy.json", "d/e.txt"])
        #expect(
            script.attachments.map { String(decoding: $0.content, as: UTF8.self) }
                == ["{}\n# not a comment\n", "\nx"])
    }

    @Test(arguments: [
        (
            #"a> {"a":1.5}"#,
            "a number is not an integer within ±9007199254740991; such bytes are sent with >raw"
        ),
        ("a< {", "the text is not one valid JSON value"),
        (#"a< {"a":1,"a":2}"#, "an object has the same key twice"),
        ("a<", "the text is empty"),
        (#"a< "<inf>""#, "'<inf>' is no matcher; as a text write it as <re:…>"),
        (#"a< "<re:(>""#, "'(' is no regular expression"),
        (#"a< {"...":"...","a":1}"#, #"the member "..." stands last"#),
        (#"a> {"a":"${x"}"#, "'${' without '}'; '$${' is a literal one"),
        ("a loud", "'a' begins no statement of this form"),
        ("clock 5d", "'5d' is no time such as +5d or +1h30m; units are d h m s ms"),
        ("clock +5y", "'+5y' is no time such as +5d or +1h30m; units are d h m s ms"),
        ("clock set tomorrow", "'tomorrow' is no time such as 2026-03-02T01:00:00Z"),
        ("connect server", "'server' cannot be the name of a connection"),
        ("exec rm -rf", "exec runs nothing but yushi"),
        ("status x", "'x' is no status"),
        (#"a>raw "x"#, "a string is not closed"),
        (#"a>raw "\q""#, #"an escape is one of \n \r \t \b \f \" \\ \/ \xHH \uHHHH"#),
        ("server start 'x", "a quote is not closed"),
        ("-- ../x --", "'../x' is no relative path without '..'"),
        ("# kill: yes", "the only directive is '# kill: no'"),
        ("# kill: no", "'# kill: no' stands before the first statement of the file or phase"),
    ])
    func saysWhereAndWhatIsWrong(_ line: String, _ message: String) {
        #expect(throws: SessionFault(file: "a.session", line: 3, message: message)) {
            try parse("connect a\n\n\(line)\nconnect b\n")
        }
    }

    @Test func aFaultReadsAsFileLineAndMessage() {
        let fault = SessionFault(file: "x/a.session", line: 7, message: "no")
        #expect(fault.description == "x/a.session:7: no")
    }
}
