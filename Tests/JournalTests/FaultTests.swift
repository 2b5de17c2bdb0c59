import JSONText
import Journal
import Supervision
import Testing

/// Bytes that are not what was written: missing and foreign members, wrong kinds, random damage.
@Suite struct FaultTests {
    /// The members that a reader can do without, as the object's last name and the member.
    static let optional: Set<String> = [
        "accepted.deadline", "accountability.isUnitTold", "accountability.misconduct",
        "accountability.person",
        "classified.reason", "commended.organ", "commended.person", "competence.notifySuperior",
        "complainant.contact", "deadline.moved", "deadline.provisional", "deadline.stood",
        "executionRejected.deadline", "measure.institution", "measure.specialty",
        "person.position", "rectificationRejected.deadline", "registered.deadline",
        "registration.complainant", "registration.distinctFrom", "registration.incident",
        "registration.occurredOn", "registration.power", "reopened.deadline", "resumed.deadline",
        "noted.byOverseer", "source.channel",
    ]

    @Test func aMissingMemberOfAnEventIsNamed() throws {
        var dispensable: Set<String> = []
        for event in Samples().events {
            let document = try JSONDocument(encoded([event]))
            for member in members(of: document) {
                let bytes = copy(document, leavingOut: member.key)
                do {
                    let decoded = try EventCoding.decode(bytes)
                    #expect(decoded != [event], "\(member) is not read")
                    let holder = member.path.split(separator: ".").last.map(String.init) ?? ""
                    let name = holder == "[0]" ? label(of: event).rawValue : holder
                    dispensable.insert(name + "." + member.name)
                } catch {
                    expect(error, misses: member)
                }
            }
        }
        #expect(dispensable == Self.optional)
    }

    @Test func aMissingMemberOfASnapshotIsNamed() throws {
        for matter in Samples().matters {
            let document = try JSONDocument(encoded(matter))
            for member in members(of: document) {
                do {
                    let decoded = try StateCoding.decode(
                        copy(document, leavingOut: member.key))
                    #expect(decoded != matter, "\(member) is not read")
                } catch {
                    expect(error, misses: member)
                }
            }
        }
    }

    private func expect(_ fault: CodingFault, misses member: MemberPlace) {
        #expect(fault.path == member.path)
        if ["workingDays", "days", "date"].contains(member.name) {
            #expect(fault.reason == .missingMember("workingDays, days or date"))
        } else {
            #expect(fault.reason == .missingMember(member.name))
        }
    }

    @Test func foreignMembersArePassedOver() throws {
        let json = """
            [{"new":{"event":[1]},"reason":"因病","v":1,"event":"declined","reasons":null,"":0}]
            """
        #expect(try EventCoding.decode(Array(json.utf8)) == [.declined(reason: "因病")])
    }

    @Test(arguments: [
        (#"{}"#, "", CodingFault.Reason.notA("array")),
        (#"[1]"#, "[0]", .notA("object")),
        (#"[["event","closed"]]"#, "[0]", .notA("object")),
        (#"[{"event":"closed"},{"event":"opened"}]"#, "[1].event", .unknownWord("opened")),
        (#"[{"event":7}]"#, "[0].event", .notA("text")),
        (#"[{"event":"closed","v":2}]"#, "[0]", .unknownForm(2)),
        (#"[{"event":"declined","reason":null}]"#, "[0].reason", .notA("text")),
        (
            #"[{"event":"classified","secrecy":"internal","reason":null}]"#, "[0].reason",
            .notA("text")
        ),
        (#"[{"event":"accountabilitySettled","item":"1"}]"#, "[0].item", .notA("number")),
        (
            #"[{"event":"rectificationAccepted","verified":[1,2,true]}]"#, "[0].verified[2]",
            .notA("number")
        ),
        (
            #"[{"event":"rectificationReported","reports":[{"item":1,"text":"a"},{"item":2}]}]"#,
            "[0].reports[1]", .missingMember("text")
        ),
        (
            #"[{"event":"deadlinePassed","lastDay":"2026-02-29"}]"#, "[0].lastDay",
            .invalid("day")
        ),
        (#"[{"event":"deadlinePassed","lastDay":100000001}]"#, "[0].lastDay", .invalid("day")),
        (
            #"[{"event":"merged","into":"S012","reason":"a"}]"#, "[0].into",
            .invalid("id of a matter")
        ),
        (
            #"[{"event":"transferred","supervising":"a","competence":{"basis":"22"}}]"#,
            "[0].competence.basis", .invalid("citation")
        ),
    ])
    func aFaultHasItsPlace(json: String, path: String, reason: CodingFault.Reason) {
        #expect(throws: CodingFault(path: path, reason: reason)) {
            try EventCoding.decode(Array(json.utf8))
        }
    }

    @Test func whatIsNoJSONIsAFault() {
        for (json, kind) in [
            ("", JSONFault.Kind.empty), ("[", .syntax), (#"[{"v":1,"v":1}]"#, .duplicateKey),
        ] {
            #expect(throws: CodingFault(path: "", reason: .notJSON(JSONFault(kind)))) {
                try EventCoding.decode(Array(json.utf8))
            }
        }
    }

    @Test func aBufferSurvivesAFault() throws {
        let buffer = DecodingBuffer()
        for json in ["[", #"[{"event":"opened"}]"#] {
            #expect(throws: CodingFault.self) {
                try EventCoding.decode(Array(json.utf8), using: buffer)
            }
            #expect(try EventCoding.decode(encoded([.closed]), using: buffer) == [.closed])
        }
    }

    /// Damage either is a fault or leaves something that can be written and read again.
    @Test func damagedBytesNeverCrash() {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        let buffer = DecodingBuffer()
        var faults = 0
        let events = Samples().events.map { encoded([$0]) }
        let states = Samples().matters.map { encoded($0) }
        for round in 0..<20_000 {
            let isState = round % 4 == 0
            guard var bytes = (isState ? states : events).randomElement(using: &generator)
            else { break }
            damage(&bytes, using: &generator)
            do {
                if isState {
                    let matter = try StateCoding.decode(bytes, using: buffer)
                    let again = try StateCoding.decode(encoded(matter), using: buffer)
                    #expect(again == matter, "seed \(seed)")
                } else {
                    let list = try EventCoding.decode(bytes, using: buffer)
                    let again = try EventCoding.decode(encoded(list), using: buffer)
                    #expect(again == list, "seed \(seed)")
                }
            } catch {
                faults += 1
                #expect(!error.description.isEmpty)
            }
        }
        #expect((1..<20_000).contains(faults), "seed \(seed)")
    }

    /// One to three bytes change, appear, disappear, or are repeated.
    private func damage(_ bytes: inout [UInt8], using generator: inout SeededGenerator) {
        let telling = Array(#"{}[]",:\0129-.eu"#.utf8)
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            let byte =
                Bool.random(using: &generator)
                ? telling[Int.random(in: telling.indices, using: &generator)]
                : UInt8.random(in: 0...255, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: bytes[place] = byte
            case 1: bytes.insert(byte, at: place)
            case 2: bytes.remove(at: place)
            default: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            }
        }
    }
}
