import Foundation
import Synchronization

// Waiting between threads: always for a condition and always with a deadline.

/// A condition did not come true, or bytes did not come, before the deadline.
struct TimedOut: Error, CustomStringConvertible {
    var description: String
}

/// A value that several threads change, and that any of them can wait for.
final class Monitor<State: Sendable>: Sendable {
    private struct Content {
        var state: State
        var waiting: [DispatchSemaphore] = []
    }

    private let content: Mutex<Content>

    init(_ state: State) { content = Mutex(Content(state: state)) }

    var state: State { content.withLock { $0.state } }

    func change(_ body: (inout State) -> Void) {
        let waiting = content.withLock { content in
            body(&content.state)
            defer { content.waiting = [] }
            return content.waiting
        }
        for semaphore in waiting { semaphore.signal() }
    }

    /// Waits until `find` finds something in the state.
    func wait<Found: Sendable>(
        for what: String, seconds: Double = 30, _ find: (State) -> Found?
    ) throws -> Found {
        let deadline = DispatchTime.now() + seconds
        while true {
            let changed = DispatchSemaphore(value: 0)
            let found = content.withLock { content in
                let found = find(content.state)
                if found == nil { content.waiting.append(changed) }
                return found
            }
            if let found { return found }
            guard changed.wait(timeout: deadline) == .success else {
                throw TimedOut(description: "no \(what) within \(seconds) s")
            }
        }
    }
}

/// Work on a thread of its own, for clients that block.
final class Worker<Value: Sendable>: Sendable {
    private let outcome = Monitor<Result<Value, any Error>?>(nil)

    init(_ work: @escaping @Sendable () throws -> Value) {
        let outcome = outcome
        let thread = Thread {
            let result = Result { try work() }
            outcome.change { $0 = result }
        }
        thread.stackSize = 4 << 20
        thread.start()
    }

    func join(seconds: Double = 60) throws -> Value {
        try outcome.wait(for: "end of a thread", seconds: seconds) { $0 }.get()
    }
}
