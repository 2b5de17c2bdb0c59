// Every command of the law at random, given by anybody, with parameters that are mostly of use and
// sometimes of none: matters come to every place, with duties of every kind.

import Engine
import Supervision
import Testing

/// Random commands of every kind in a world.
struct AnyCommand {
    static let persons = [
        "cy-clerk", "cy-inv1", "cy-inv2", "cy-inv-unqualified", "cy-sign", "cy-head",
        "cy-gov-clerk", "cy-gov-inv", "cy-gov-sign", "cy-urban-resp", "cy-housing-resp",
        "cy-water-resp", "cy-market-resp", "cy-tax-resp", "bj-clerk", "bj-inv", "bj-sign",
        "bj-gov-clerk", "bj-gov-inv", "bj-gov-sign", "bjm-clerk", "bjm-inv", "bjm-sign",
        "hd-clerk", "auditor", "operator",
    ]
    private static let supervised = ["chaoyang-urban", "chaoyang-tax", "chaoyang-market"]

    var dice: Dice
    private(set) var matters: [String] = []
    /// Of the matter that the next command is for, where they are known.
    var openDuties: [Int] = []

    init(seed: UInt64) { dice = Dice(seed: seed) }

    mutating func register(in world: World) throws {
        let more = dice.roll(2) == 0 ? #""incident":"12345-1","# : ""
        let organ = Self.supervised[dice.roll(Self.supervised.count)]
        let distinct =
            matters.isEmpty || more.isEmpty
            ? "" : #""distinctFrom":{"matter":"\#(pick(matters))","reason":"另一件"},"#
        let key = world.nextKey()
        let reply = try world.call(
            "cy-clerk", "matter.register",
            Sample.registration(of: organ, content: 1 + dice.roll(9)) + ","
                + more + distinct + #""idempotencyKey":"\#(key)""#)
        if let matter = reply["result"]?["matter"]?.text { matters.append(matter) }
    }

    /// Those who lead matters on; the others mostly look.
    private static let leading = [
        "cy-clerk", "cy-inv1", "cy-inv2", "cy-sign", "cy-gov-sign", "cy-urban-resp",
        "cy-market-resp", "cy-tax-resp", "cy-housing-resp", "cy-water-resp",
    ]
    /// What ends a matter early, or stops it.
    static let ending: Set<CommandName> = [
        .decline, .transfer, .refer, .merge, .withdraw, .suspend,
    ]
    /// What leads nowhere, and what opens more duties than are settled.
    private static let idle: Set<CommandName> = [
        .note, .classify, .coordinate, .commend, .assign, .extendInvestigation,
        .extendRectification, .extendDecision, .requestAssistance, .recordObstruction,
        .openAccountability,
    ]

    /// Mostly somebody who can lead a matter on.
    mutating func person() -> String {
        pick(dice.roll(3) == 0 ? Self.persons : Self.leading)
    }

    /// Mostly a command that leads on, so that matters come far.
    mutating func choose(among allowed: [CommandName]) -> CommandName {
        let staying = allowed.filter { !Self.ending.contains($0) }
        let going = staying.filter { !Self.idle.contains($0) }
        if !going.isEmpty, dice.roll(3) > 0 { return pick(going) }
        return pick(staying.isEmpty || dice.roll(6) == 0 ? allowed : staying)
    }

    mutating func pick<Value>(_ values: [Value]) -> Value { values[dice.roll(values.count)] }

    /// Mostly a duty that is open.
    private mutating func item() -> Int {
        openDuties.isEmpty || dice.roll(4) == 0 ? 1 + dice.roll(4) : pick(openDuties)
    }

    private mutating func deadline() -> String {
        pick([
            #""deadline":{"days":1}"#, #""deadline":{"days":\#(2 + dice.roll(60))}"#,
            #""deadline":{"workingDays":\#(1 + dice.roll(9))}"#,
            #""deadline":{"date":"2026-01-01"}"#,
        ])
    }

    /// The parameters of a command beside those that every command has. Some are of no use, and
    /// one in sixteen is no such command at all.
    mutating func parameters(of command: CommandName) -> String {
        let good = goodParameters(of: command)
        switch dice.roll(48) {
        case 0: return ""
        case 1: return good.isEmpty ? #""surplus":1"# : good + #","surplus":1"#
        case 2: return good.replacing("\"reason\"", with: "\"raeson\"")
        default: return good
        }
    }

    private mutating func goodParameters(of command: CommandName) -> String {
        let reason = #""reason":"有此必要""#
        let summary = #""summary":"已经办理""#
        switch command {
        case .register, .close: return ""
        case .accept, .assign:
            let persons = pick([
                #""cy-inv1""#, #""cy-inv1","cy-inv2""#, #""bjm-inv""#, #""cy-inv1""#,
                #""cy-inv-unqualified""#, #""nobody""#,
            ])
            let more = command == .accept && dice.roll(2) == 0 ? "," + deadline() : ""
            return #""investigators":[\#(persons)]\#(more)"#
        case .decline, .suspend, .resume, .failRectification: return reason
        case .transfer:
            let organ = pick(["bj-market", "bj-market", "chaoyang", "haidian"])
            return #""supervising":"\#(organ)",\#(reason)"#
        case .refer: return #""channel":"audit",\#(reason)"#
        case .merge: return #""into":"\#(pick(matters + ["S99"]))",\#(reason)"#
        case .withdraw: return #""continueExOfficio":\#(dice.roll(2) == 0),\#(reason)"#
        case .recordMeasure: return Sample.measure
        case .requestAssistance:
            let organ = pick(["chaoyang-housing", "chaoyang-water", "chaoyang-health"])
            return #""from":"\#(organ)","request":"请提供原案卷""#
        case .provideAssistance, .sendNotice: return #""duty":\#(item()),\#(summary)"#
        case .extendInvestigation, .extendRectification, .extendDecision:
            return deadline() + "," + reason
        case .conclude:
            return pick([
                #""outcome":"noProblem","facts":"未发现问题""#, Sample.problem, Sample.problem,
                #""outcome":"problem","facts":"问题严重","grounds":[2,7],"severity":"major","#
                    + #""majorReason":"影响重大""#,
                #""outcome":"problem","facts":"不全""#,
            ])
        case .issueOpinion: return #""requirements":["办结"],"# + deadline()
        case .issueDecision: return #""orders":["撤销"],"# + deadline()
        case .reportRectification, .reportExecution:
            return #""measures":[{"item":\#(pick([1, 1, 1, 2])),"text":"已办"}]"#
        case .acceptRectification, .confirmExecution: return #""verified":[\#(pick([1, 1, 2]))]"#
        case .rejectRectification, .rejectExecution:
            return reason + (dice.roll(2) == 0 ? "," + deadline() : "")
        case .findRefusal: return reason + #","responsible":[]"#
        case .recordObstruction:
            let kind = pick(["refusal", "obstruction"])
            return #""kind":"\#(kind)",\#(summary),"responsible":[]"#
        case .openAccountability, .notifyUnit, .recordOfficerMeasure, .referAccountability,
            .recordOutcome, .settleAccountability, .dismissAccountability:
            return accountability(command)
        case .reopen: return #""facts":"新的事实""#
        case .classify:
            return #""class":"\#(pick(["internal", "personalPrivacy", "stateSecret"]))""#
        case .coordinate: return #""channel":"audit",\#(summary)"#
        case .commend: return pick([#""merit":"勤勉""#, #""person":"某甲","merit":"勤勉""#])
        case .note: return #""text":"记一笔""#
        }
    }

    private mutating func accountability(_ command: CommandName) -> String {
        switch command {
        case .openAccountability:
            return pick([
                #""kind":"officer","person":{"name":"甲","organ":"chaoyang-urban"},"facts":"违规""#,
                #""kind":"officer","person":{"name":"甲","organ":"chaoyang-water"},"facts":"违规""#,
                #""kind":"supervisor","person":{"name":"乙","organ":"chaoyang-justice"},"#
                    + #""facts":"失职","misconduct":"neglectOfDuty""#,
                #""kind":"supervisor","person":{"name":"乙","organ":"chaoyang-market"},"#
                    + #""facts":"失职","misconduct":"neglectOfDuty""#,
            ])
        case .notifyUnit:
            return
                #""item":\#(item()),"unit":"\#(pick(["chaoyang-urban", "chaoyang-water"]))""#
        case .recordOfficerMeasure:
            let measure = pick(["criticismAndEducation", "revokeQualification"])
            return #""item":\#(item()),"measure":"\#(measure)","fault":"negligent","#
                + #""harm":"轻微","circumstances":"初犯""#
        case .referAccountability:
            return #""item":\#(item()),"to":"discipline","authority":"区监委""#
        case .recordOutcome: return #""item":\#(item()),"outcome":"警告""#
        case .settleAccountability: return #""item":\#(item())"#
        default: return #""item":\#(item()),"reason":"不成立""#
        }
    }
}

extension CommandName {
    /// Whether the command says to which duty or item it belongs, so that who may give it depends
    /// on what it says.
    var namesDuty: Bool {
        switch self {
        case .provideAssistance, .sendNotice, .notifyUnit, .recordOfficerMeasure,
            .referAccountability, .recordOutcome, .settleAccountability, .dismissAccountability:
            true
        default: false
        }
    }
}
