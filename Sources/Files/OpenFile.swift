internal import Glibc

/// An open file or folder, closed when nobody holds it any more.
final class OpenFile {
    private static let attemptsMax = 16

    let descriptor: Int32

    /// Takes over what a call returned that opens something.
    init(_ opened: Int32) throws(SystemCallFault) {
        guard opened >= 0 else { throw .last }
        descriptor = opened
    }

    /// A second descriptor of something that is open already.
    convenience init(sharing descriptor: Int32) throws(SystemCallFault) {
        try self.init(fcntl(descriptor, F_DUPFD_CLOEXEC, 0))
    }

    convenience init(folder path: String) throws(SystemCallFault) {
        try self.init(unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC))
    }

    deinit {
        // Whatever must be durable was synced before; there is nothing to do about a fault here.
        _ = close(descriptor)
    }

    /// Makes a file under a name that nothing has yet, and never follows a link of that name.
    static func new(
        in folder: OpenFile, mode: mode_t, names: () -> String = randomName
    ) throws(SystemCallFault) -> (file: OpenFile, name: String) {
        for _ in 0..<attemptsMax {
            let name = names()
            do {
                let flags = O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC
                return (try OpenFile(unsafe openat(folder.descriptor, name, flags, mode)), name)
            } catch  where error.code == EEXIST {
                continue
            }
        }
        throw SystemCallFault(code: EEXIST)
    }

    static func randomName() -> String {
        ".yushi-\(getpid())-\(String(UInt64.random(in: 0 ... .max), radix: 16)).new"
    }

    func write(_ bytes: [UInt8]) throws(SystemCallFault) {
        try Self.write(bytes, to: descriptor)
    }

    /// Writes all of it to what somebody else has opened, and perhaps so that it does not block.
    static func write(_ bytes: [UInt8], to descriptor: Int32) throws(SystemCallFault) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                var room = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = unsafe poll(&room, 1, -1)
            } else if errno != EINTR {
                throw .last
            }
        }
    }

    /// - Parameter bytesMax: how much of it is wanted at most.
    func readAll(bytesMax: Int) throws(SystemCallFault) -> [UInt8] {
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        while content.count < bytesMax {
            let count = try read(into: &chunk)
            if count == 0 { break }
            content += chunk[..<min(count, bytesMax - content.count)]
        }
        return content
    }

    /// Reads what is there, as far as the chunk holds it.
    ///
    /// - Returns: the number of bytes; 0 at the end.
    func read(into chunk: inout [UInt8]) throws(SystemCallFault) -> Int {
        while true {
            let count = unsafe chunk.withUnsafeMutableBytes {
                unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
            }
            if count >= 0 { return count }
            if errno == EAGAIN {
                var input = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                _ = unsafe poll(&input, 1, -1)
            } else if errno != EINTR {
                throw .last
            }
        }
    }

    /// Waits until the content lies on the disk, and for a folder its names.
    func sync() throws(SystemCallFault) {
        guard fsync(descriptor) == 0 else { throw .last }
    }

    func status() throws(SystemCallFault) -> stat {
        var found = stat()
        guard unsafe fstat(descriptor, &found) == 0 else { throw .last }
        return found
    }
}
