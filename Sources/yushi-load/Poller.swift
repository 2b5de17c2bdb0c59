internal import CEpoll
internal import Glibc

/// Waits for many descriptors at a cost that grows with those that are ready.
final class Poller {
    private let descriptor: Int32
    private var found = [Int32](repeating: 0, count: cepoll_ready_max)

    init() throws(LoadFault) {
        descriptor = cepoll_create()
        guard descriptor >= 0 else { throw .system("epoll_create1") }
    }

    deinit {
        Socket.close(descriptor)
    }

    /// Waits for input of a descriptor from now on.
    func add(_ watched: Int32) throws(LoadFault) {
        guard cepoll_add(descriptor, watched) == 0 else { throw .system("epoll_ctl") }
    }

    /// Whether room for output is waited for too.
    func wait(forOutput: Bool, of watched: Int32) throws(LoadFault) {
        guard cepoll_set_output(descriptor, watched, forOutput) == 0 else {
            throw .system("epoll_ctl")
        }
    }

    /// Puts the descriptors that are ready, or broken, into `ready`; none when the time is over.
    func wait(milliseconds: Int32, into ready: inout [Int32]) throws(LoadFault) {
        let count = unsafe cepoll_wait(descriptor, &found, milliseconds)
        guard count >= 0 || errno == EINTR else { throw .system("epoll_wait") }
        ready.removeAll(keepingCapacity: true)
        ready.append(contentsOf: found.prefix(Int(max(count, 0))))
    }
}
