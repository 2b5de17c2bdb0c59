import Journal
import Supervision
import Testing

@testable import Engine

/// When snapshots are taken: all of them as soon as nobody gives commands, a few while somebody
/// does, and the next ones only when the last ones are kept.
@Suite struct SnapshotPaceTests {
    /// A world in which the store has committed so many matters and waits to be told what to do.
    private func world(matters: Int) throws -> World {
        let world = try World()
        try world.staff("cy-clerk")
        for _ in 0..<matters { _ = try world.register() }
        world.isAutomatic = false
        return world
    }

    private func register(in world: World) {
        let members = Sample.registration() + #","idempotencyKey":"\#(world.nextKey())""#
        world.request("cy-clerk", "matter.register", members)
    }

    /// What was taken since the last look: how many snapshots each portion has.
    private func portions(of world: World) -> [Int] {
        world.work.compactMap { item in
            guard case .saveStates(let states, _) = item else { return nil }
            // One of them tells how many there are.
            return states.count - 1
        }
    }

    private func floor(of world: World) throws -> Int64 {
        try world.journal.loadStates(format: Recovery.format) { _ in }
    }

    @Test func withoutCommandsOnePortionFollowsTheOther() throws {
        let world = try world(matters: 600)
        // Commands came before this tick, and none before the next one.
        world.tick()
        #expect(portions(of: world) == [16])
        world.commit()
        world.tick()
        var taken: [Int] = []
        while case let found = portions(of: world), !found.isEmpty {
            taken += found
            world.workOnce()
        }
        #expect(taken == [256, 256, 72])
        #expect(try floor(of: world) == 600)
        world.tick()
        #expect(world.work.isEmpty, "what is kept is not kept again")
    }

    @Test func aCommandEndsTheRow() throws {
        let world = try world(matters: 600)
        world.tick()
        world.commit()
        world.tick()
        #expect(portions(of: world) == [256])
        register(in: world)
        world.commit()
        #expect(portions(of: world).isEmpty, "the client may give another command")
        world.tick()
        #expect(portions(of: world) == [16])
    }

    @Test func theNextPortionWaitsUntilTheLastIsKept() throws {
        let world = try world(matters: 600)
        world.tick()
        world.tick()
        #expect(portions(of: world) == [16])
        world.workOnce()
        #expect(portions(of: world) == [256])
    }

    /// A server that is never found idle still gets on with its snapshots, of what is durable.
    @Test func theyAreTakenBesideCommandsInFlight() throws {
        let world = try world(matters: 20)
        register(in: world)
        world.tick()
        #expect(portions(of: world) == [16])
        #expect(world.undurable == 1)
        world.commit()
        #expect(try floor(of: world) == 16)
        register(in: world)
        world.tick()
        world.commit()
        #expect(try floor(of: world) == 22, "the newest became durable before its snapshot")
        try world.crash()
        #expect(world.core.positions.tip == 22)
    }

    /// A matter that has an entry in flight at every tick holds up the snapshots of no other.
    @Test func oneBusyMatterHoldsNobodyUp() throws {
        let world = try world(matters: 40)
        for round in 1...4 {
            let members = World.commandMembers(
                "S1", Int64(round), world.nextKey(), #""text":"记""#)
            world.request("cy-clerk", "matter.note", members)
            world.tick()
            #expect(world.undurable == 1)
            world.commit()
        }
        #expect(try floor(of: world) == 44)
        #expect(try world.takeAll("cy-clerk").allSatisfy { $0["result"] != nil })
    }

    /// What a start may have to fold stays bounded, however busy the server is.
    @Test func aServerThatIsAlwaysBusyCatchesUp() throws {
        let world = try world(matters: 600)
        world.core.snapshotPace.entriesToFoldMax = 500
        world.tick()
        var taken: [Int] = []
        while !world.work.isEmpty {
            taken += portions(of: world)
            world.workOnce()
        }
        #expect(taken.allSatisfy { $0 <= 16 }, "whoever gives a command waits for few")
        #expect(taken.reduce(0, +) == 600, "as many as there were entries since the last tick")
        #expect(try floor(of: world) == 600)
        for _ in 0..<20 { register(in: world) }
        world.commit()
        world.tick()
        #expect(portions(of: world) == [16], "it has caught up")
        world.commit()
        try world.crash()
        #expect(world.core.positions.tip == 620)
    }
}
