internal import CUV
import Synchronization

/// The one way into a loop from another thread.
///
/// A post appends to a list under a lock and wakes the loop only when the list was empty: a burst
/// costs one wake-up, and the receiver gets it as one array. The messages of one thread arrive in
/// the order of its posts.
public final class Mailbox<Message: Sendable>: Sendable {
    @safe private struct State {
        var messages: [Message] = []

        /// The handle that wakes the loop, and nil once the loop is about to close it. Being read
        /// and used only under the lock, it is never used after its close.
        var wake: UnsafeMutablePointer<uv_async_t>?
    }

    private let state: Mutex<State>

    init(wake: sending UnsafeMutablePointer<uv_async_t>) {
        state = unsafe Mutex(State(wake: wake))
    }

    /// Adds a message, from any thread. Dropped once the loop has stopped.
    public func post(_ message: Message) {
        state.withLock { state in
            guard let wake = unsafe state.wake else { return }
            state.messages.append(message)
            // Fails only for a handle that is no async handle.
            if state.messages.count == 1 { _ = unsafe uv_async_send(wake) }
        }
    }

    func takeAll() -> [Message] {
        state.withLock { state in
            let messages = state.messages
            state.messages = []
            return messages
        }
    }

    func detach() {
        state.withLock { state in
            unsafe state.wake = nil
            state.messages = []
        }
    }
}

/// What a loop keeps of a mailbox, whatever its messages are. `receive` stays on the loop's side,
/// since a `Mailbox` is shared between threads.
@safe struct MailboxSlot {
    let async: UnsafeMutablePointer<uv_async_t>
    let drain: () -> Void
    let detach: () -> Void
}

extension EventLoop {
    /// Makes a mailbox whose messages `receive` gets on the loop's thread, all that are waiting at
    /// once, at least one, between other events and before the turn's `turnEnded`. Throws when the
    /// system refuses the descriptor, and `ECANCELED` after `stop`.
    public func makeMailbox<Message: Sendable>(
        _ receive: @escaping ([Message]) -> Void
    ) throws(LoopError) -> Mailbox<Message> {
        try refuseWhenStopping("async_init")
        let (id, async) = try unsafe makeHandle("async_init", of: uv_async_t.self) {
            unsafe uv_async_init(loop, $0, onAsync)
        }
        let mailbox = unsafe Mailbox<Message>(wake: cuv_async_for_senders(async))
        mailboxes[id] = unsafe MailboxSlot(
            async: async,
            drain: {
                let messages = mailbox.takeAll()
                if !messages.isEmpty { receive(messages) }
            },
            detach: mailbox.detach)
        return mailbox
    }

    func mailboxWoken(_ id: UInt64) {
        guard let slot = mailboxes[id] else { return }
        delivering(slot.drain)
    }
}
