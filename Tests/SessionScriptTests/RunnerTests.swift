// The runner against a target that answers from a list and writes down what it was asked.

import Testing

@testable import Sessions

/// A target that plays its part from a list.
private final class PlayedTarget: SessionTarget {
    var log: [String] = []
    var replies: [Reception] = []
    var result = ExecutionResult(lines: [], status: 0, errors: "")

    func begin(_ script: Script) { log.append("begin") }
    func end() { log.append("end") }
    func beforeStatement(mayKill: Bool) { if !mayKill { log.append("no kill") } }
    func connect(_ name: String, token: String?) { log.append("connect \(name) \(token ?? "-")") }
    func send(_ line: [UInt8], on name: String) throws(TargetFault) {
        let text = String(decoding: line, as: UTF8.self)
        log.append("\(name) \(text)")
        if text.contains("session.ping"), text.contains("quiet:") {
            replies.append(
                .line(
                    Array(#"{"jsonrpc":"2.0","id":"quiet:1","result":{}}"#.utf8), mayBeReplay: false
                ))
        }
    }
    func sendRaw(_ bytes: [UInt8], on name: String) { log.append("\(name) raw \(bytes.count)") }
    func receive(on name: String) throws(TargetFault) -> Reception {
        guard !replies.isEmpty else { return .silence }
        return replies.removeFirst()
    }
    func startServer(flags: [String]) { log.append("start \(flags)") }
    func stopServer() { log.append("stop") }
    func killServer() throws(TargetFault) { throw TargetFault("it will not die") }
    func setClock(_ time: String) { log.append("set \(time)") }
    func advanceClock(milliseconds: Int64) { log.append("advance \(milliseconds)") }
    func execute(
        _ arguments: [String], token: String?, environment: [String]
    ) -> ExecutionResult {
        log.append("exec \(arguments) \(token ?? "-") \(environment)")
        return result
    }
}

private func line(_ text: String, mayBeReplay: Bool = false) -> Reception {
    .line(Array((#"{"jsonrpc":"2.0","# + text.dropFirst()).utf8), mayBeReplay: mayBeReplay)
}

private func run(
    _ text: String, _ target: PlayedTarget, accepts: Bool = false
) throws -> SessionReport {
    let script = try ScriptParser.parse(file: "a.session", source: Array(text.utf8))
    let runner = SessionRunner(target: target, tokens: ["clerk": "T"], accepts: accepts)
    return runner.run(script)
}

@Suite struct RunnerTests {
    @Test func runsEveryStatementInOrder() throws {
        let target = PlayedTarget()
        target.replies = [line(#"{"id":1,"result":{"matter":"S-1","version":7}}"#)]
        let report = try run(
            """
            server start --x
            connect a as clerk
            clock +1s
            a> {"id":1,"method":"m"}
            a< {"id":1,"result":{"matter":"<m:string>","version":"<v:int>"}}
            # kill: not a directive
            ## two
            # kill: no
            a> {"id":2,"params":{"matter":"${m}","expectedVersion":"${v}","text":"zu ${m}"}}
            a> [{"id":3},4,{"jsonrpc":"1.0"}]
            a>raw "x" * 3
            """.replacing("# kill: not a directive\n", with: ""), target)
        #expect(report.failure == nil && report.executed == 8 && report.rewritten == nil)
        #expect(
            target.log == [
                "begin", #"start ["--x"]"#, "connect a T", "advance 1000",
                #"a {"jsonrpc":"2.0","id":1,"method":"m"}"#, "no kill",
                #"a {"jsonrpc":"2.0","id":2,"params":{"matter":"S-1","expectedVersion":7,"#
                    + #""text":"zu S-1"}}"#,
                "no kill", #"a [{"jsonrpc":"2.0","id":3},4,{"jsonrpc":"1.0"}]"#, "no kill",
                "a raw 3", "end",
            ])
    }

    @Test func aFailureShowsItsPhaseInFull() throws {
        let target = PlayedTarget()
        target.replies = [
            line(#"{"id":1,"result":{"a":1}}"#), line(#"{"id":2,"result":{"b":[1,2]}}"#),
        ]
        let report = try run(
            """
            connect a
            a< {"id":1,"result":{"a":"<int>"}}
            ## second
            a> {"id":2}
            a< {"id":2,"result":{"b":[1,3]}}
            a quiet
            """, target)
        let failure = try #require(report.failure)
        #expect(report.executed == 3)
        #expect(
            failure.description == """
                a.session:5: what came is not what was expected
                ## second
                  a> {"id":2}
                > a< {"id":2,"result":{"b":[1,3]}}
                  expected {"id":2,"result":{"b":[1,3]}}
                  received {"jsonrpc":"2.0","id":2,"result":{"b":[1,2]}}
                  differs at $.result.b[1]: expected 3, received 2
                """)
        #expect(target.log.last == "end")
    }

    @Test(
        arguments: [
            (#"a< {"id":1}"#, [], "no message came"),
            (#"a< {"id":1}"#, [Reception.ended], "the connection was closed"),
            ("a closed", [.silence], "the connection is still open"),
            ("a closed", [line(#"{"id":1}"#)], "a message came on 'a'"),
            ("a quiet", [line(#"{"method":"docket.changed"}"#)], "'a' is not quiet"),
            (#"a> {"id":"${x}"}"#, [], "nothing was captured as 'x'"),
            ("server kill", [], "it will not die"),
            ("connect a as nobody", [], "the tokens name no principal 'nobody'"),
            ("status 0", [], "no exec stands before this status"),
            (#"a< {"id":1}"#, [.line(Array("x".utf8), mayBeReplay: false)], "what came is no JSON"),
        ] as [(String, [Reception], String)])
    func saysWhatDidNotHold(_ text: String, _ replies: [Reception], _ message: String) throws {
        let target = PlayedTarget()
        target.replies = replies
        let failure = try #require(try run(text, target).failure)
        #expect(failure.fault == SessionFault(file: "a.session", line: 1, message: message))
    }

    @Test func passesOverHeartbeatsUnlessOneIsExpected() throws {
        let beat = line(#"{"method":"docket.heartbeat","params":{"position":3}}"#)
        let target = PlayedTarget()
        target.replies = [beat, line(#"{"id":1}"#), beat, beat, beat]
        let report = try run(
            """
            a< {"id":1}
            a< {"method":"docket.heartbeat","params":{"position":3}}
            a quiet
            """, target)
        #expect(report.failure == nil)
    }

    @Test func toleratesReplaysOnlyOfWhatWasSentTwice() throws {
        let text = #"a< {"id":1,"result":{}}"#
        let target = PlayedTarget()
        let reply = #"{"id":1,"result":{"replayed":true}}"#
        target.replies = [line(reply, mayBeReplay: true)]
        #expect(try run(text, target).failure == nil)
        target.replies = [line(reply)]
        #expect(try run(text, target).failure?.difference?.path == "$.result.replayed")
    }

    @Test func acceptingRewritesValuesAndNothingElse() throws {
        let text = """
            # 注释\t \r
            connect a
              a<   {"id": 1, "result": {"n":  1, "m": "<m:string>"}}  \n\n\
            a< {"id": "${m}", "x": 2}
            -- f --
            {"id": 1}
            """
        let target = PlayedTarget()
        target.replies = [
            line(#"{"id":1,"result":{"n":5,"m":"M","new":"新"}}"#), line(#"{"id":"M","x":2}"#),
        ]
        let report = try run(text, target, accepts: true)
        #expect(report.failure == nil)
        let rewritten = String(decoding: try #require(report.rewritten), as: UTF8.self)
        #expect(
            rewritten
                == text.replacing(
                    #"{"n":  1, "m": "<m:string>"}"#,
                    with: #"{"n":  5, "m": "<m:string>", "new":  "新"}"#))
        #expect(Array(rewritten.utf8.prefix(12)) == Array(text.utf8.prefix(12)))
    }

    @Test func acceptingDoesNotTouchAMatcherThatFails() throws {
        let target = PlayedTarget()
        target.replies = [line(#"{"id":1,"a":2,"b":"x"}"#)]
        let report = try run(#"a< {"id":1,"a":1,"b":"<int>"}"#, target, accepts: true)
        #expect(report.failure?.difference?.path == "$.b")
        #expect(report.rewritten == nil)
    }

    @Test func holdsCommandsToTheirOutputAndStatus() throws {
        let target = PlayedTarget()
        target.result = ExecutionResult(
            lines: ["S-1  opinion  ", #"{"n":3}"#], status: 65, errors: "no")
        let good = """
            exec as clerk A=b yushi matter show "S 1"
            stdout< S-1  opinion
            stdout< {"n":"<int>"}
            status 65
            connect a
            """
        #expect(try run(good, target).failure == nil)
        #expect(target.log[1] == #"exec ["matter", "show", "S 1"] T ["A=b"]"#)
        // The failure belongs to the phase of the command, although it shows in the next.
        let late = try run("## one\nexec yushi x\n## two\nconnect a", target)
        #expect(late.failure?.phase == "one" && late.failure?.fault.line == 2)
        let wrong: [(String, String)] = [
            ("exec yushi x", "the status is 65, not 0; it said: no"),
            ("exec yushi x\nstdout< S-1  opinion\nstatus 65", "the command printed a further line"),
            ("exec yushi x\nstdout< S-2", "the command printed another line"),
        ]
        for (text, message) in wrong {
            #expect(try run(text, target).failure?.fault.message == message)
        }
    }
}
