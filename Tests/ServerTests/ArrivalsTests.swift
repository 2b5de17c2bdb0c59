import LoopIO
import Testing

@testable import Server

/// What is fed to the core at once and what waits for a later turn of the loop.
struct ArrivalsTests {
    private let a = ConnectionID(rawValue: 1)
    private let b = ConnectionID(rawValue: 2)
    private let c = ConnectionID(rawValue: 3)
    private let little = [UInt8](repeating: 1, count: Arrivals.littleBytes)
    private let much = [UInt8](repeating: 2, count: Arrivals.bytesPerTurn)

    /// A connection has used the turn up, and these had to wait.
    private func arrivals(waiting: [ConnectionID]) -> Arrivals {
        var arrivals = Arrivals()
        let fed = ([a] + waiting).map { arrivals.admit(much, from: $0) }
        #expect(fed == [true] + waiting.map { _ in false })
        return arrivals
    }

    @Test func whoSendsLittleIsFedBesideThoseWhoSendMuch() {
        var arrivals = arrivals(waiting: [b])
        let isFed = arrivals.admit(little, from: c)
        #expect(isFed)
        #expect(!arrivals.isEmpty)
    }

    @Test func theOrderOfOneConnectionIsKept() {
        var arrivals = arrivals(waiting: [b])
        let isFed = arrivals.admit(little, from: b)
        let areTold = [arrivals.admitEnd(of: b), arrivals.admitEnd(of: c)]
        #expect(!isFed)
        #expect(areTold == [false, true])
        arrivals.beginTurn()
        let next = arrivals.next()
        #expect(next?.id == b)
        #expect(next?.backlog == Arrivals.Backlog(bytes: much + little, hasEnded: true))
        #expect(arrivals.isEmpty)
        let isFedAgain = arrivals.admit(little, from: b)
        #expect(isFedAgain)
    }

    @Test func aTurnTakesItsShareInTheOrderOfArrival() {
        var arrivals = arrivals(waiting: [b, c])
        var order = [arrivals.next()?.id]
        arrivals.beginTurn()
        order += [arrivals.next()?.id, arrivals.next()?.id]
        // Nobody who sends much overtakes who waits, although a turn has begun anew.
        arrivals.beginTurn()
        let isFed = arrivals.admit(much, from: a)
        order += [arrivals.next()?.id]
        arrivals.beginTurn()
        order += [arrivals.next()?.id]
        #expect(!isFed)
        #expect(order == [nil, b, nil, c, a])
        #expect(arrivals.isEmpty)
    }

    /// Where thousands send little, the others get as much of the turn.
    @Test func nobodyIsStarvedByThoseWhoSendLittle() {
        let d = ConnectionID(rawValue: 4)
        var arrivals = arrivals(waiting: [b, c, d])
        arrivals.beginTurn()
        let count = Arrivals.bytesPerTurn / Arrivals.littleBytes * 5 / 2
        for number in 0..<count {
            let isFed = arrivals.admit(little, from: ConnectionID(rawValue: UInt64(10 + number)))
            #expect(isFed)
        }
        let order = (0..<4).map { _ in arrivals.next()?.id }
        #expect(order == [b, c, d, nil])
    }

    @Test func aConnectionThatIsFarAheadIsNotReadFrom() {
        var arrivals = arrivals(waiting: [])
        while !arrivals.isFull(b) { _ = arrivals.admit(much, from: b) }
        #expect(!arrivals.isFull(a))
        arrivals.beginTurn()
        let count = arrivals.next()?.backlog.bytes.count ?? 0
        #expect(count > Arrivals.bytesPerConnection)
        #expect(!arrivals.isFull(b))
    }

    @Test func whatAllTogetherHaveSentIsBounded() {
        var arrivals = Arrivals()
        let large = [UInt8](repeating: 3, count: 64 * 1024)
        let count = Arrivals.bytesMax / large.count
        // The first one is fed at once; the third of the others holds most.
        for number in 0...count {
            _ = arrivals.admit(large, from: ConnectionID(rawValue: UInt64(number)))
            if number == 3 { _ = arrivals.admit(little, from: ConnectionID(rawValue: 3)) }
            if number < count { #expect(arrivals.largestOfTooMuch == nil) }
        }
        let largest = arrivals.largestOfTooMuch
        #expect(largest == ConnectionID(rawValue: 3))
        _ = arrivals.remove(ConnectionID(rawValue: 3))
        #expect(arrivals.largestOfTooMuch == nil)
        // What was fed makes room too.
        _ = arrivals.admit(large + large, from: ConnectionID(rawValue: 3))
        #expect(arrivals.largestOfTooMuch == ConnectionID(rawValue: 3))
        arrivals.beginTurn()
        _ = arrivals.next()
        #expect(arrivals.largestOfTooMuch == nil)
    }

    @Test func whatAConnectionHadSentIsThereAtItsEnd() {
        var arrivals = arrivals(waiting: [b, c])
        let taken = [arrivals.remove(b)?.bytes, arrivals.remove(b)?.bytes]
        let rest = arrivals.removeAll().map(\.id)
        #expect(taken == [much, nil])
        #expect(rest == [c])
        #expect(arrivals.isEmpty)
    }
}
