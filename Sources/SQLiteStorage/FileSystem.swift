internal import Glibc

/// A call to the operating system that did not succeed.
struct SystemCallFault: Error, Equatable {
    /// The `errno` that it left.
    var code: Int32

    /// The words of the operating system, such as `No space left on device`.
    var reason: String {
        // The text is static or belongs to this thread until the next call; it is copied at once.
        guard let text = unsafe strerror(code) else { return "error \(code)" }
        return unsafe String(cString: text)
    }
}

/// An open file or directory, closed when the value ends.
struct OpenFile: ~Copyable {
    let descriptor: Int32

    /// Opens with the flags of open(2). A new file is readable and writable by its owner only. No
    /// program that this process starts inherits the file, nor a lock on it.
    init(_ path: String, _ flags: Int32) throws(SystemCallFault) {
        let opened = unsafe open(path, flags | O_CLOEXEC, 0o600)
        guard opened >= 0 else { throw SystemCallFault(code: errno) }
        descriptor = opened
    }

    deinit {
        // Whatever must be durable was synced before; there is nothing to do about a fault here.
        _ = Glibc.close(descriptor)
    }

    /// Waits until the content, and for a directory its names, lie on the disk.
    func sync() throws(SystemCallFault) {
        try FileSystem.check(fsync(descriptor))
    }

    /// Takes the exclusive lock of the file without waiting; false when someone else holds it.
    func tryLock() throws(SystemCallFault) -> Bool {
        do throws(SystemCallFault) {
            try FileSystem.check(flock(descriptor, LOCK_EX | LOCK_NB))
        } catch {
            guard error.code == EWOULDBLOCK else { throw error }
            return false
        }
        return true
    }

    /// Gives up the lock. Closing alone would leave it to a child process that was started and has
    /// not yet come to close its copies of this process's files.
    func unlock() {
        _ = flock(descriptor, LOCK_UN)
    }

    /// Replaces the content of a short file.
    func replaceContent(with text: String) throws(SystemCallFault) {
        try FileSystem.check(ftruncate(descriptor, 0))
        let bytes = Array(text.utf8)
        let written = unsafe bytes.withUnsafeBytes { bytes in
            unsafe pwrite(descriptor, bytes.baseAddress, bytes.count, 0)
        }
        guard written >= 0 else { throw SystemCallFault(code: errno) }
        // A regular file takes a short text whole unless the disk is full.
        guard written == bytes.count else { throw SystemCallFault(code: ENOSPC) }
    }

    /// The first bytes of a short file, as text.
    func content() throws(SystemCallFault) -> String {
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = unsafe bytes.withUnsafeMutableBytes { bytes in
            unsafe pread(descriptor, bytes.baseAddress, bytes.count, 0)
        }
        guard count >= 0 else { throw SystemCallFault(code: errno) }
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }
}

/// The few calls on names in directories that the storage needs.
enum FileSystem {
    /// Makes an empty file and throws when the name is taken.
    static func createFile(_ path: String) throws(SystemCallFault) {
        _ = try OpenFile(path, O_WRONLY | O_CREAT | O_EXCL)
    }

    /// Waits until a file, or the names in a directory, lie on the disk.
    static func sync(_ path: String) throws(SystemCallFault) {
        try OpenFile(path, O_RDONLY).sync()
    }

    /// Makes a directory that only its owner may enter; false when the name is taken.
    static func makeDirectory(_ path: String) throws(SystemCallFault) -> Bool {
        do throws(SystemCallFault) {
            try check(unsafe mkdir(path, 0o700))
        } catch {
            guard error.code == EEXIST else { throw error }
            return false
        }
        return true
    }

    static func exists(_ path: String) throws(SystemCallFault) -> Bool {
        do throws(SystemCallFault) {
            try check(unsafe access(path, F_OK))
        } catch {
            guard error.code == ENOENT else { throw error }
            return false
        }
        return true
    }

    static func rename(_ path: String, to newPath: String) throws(SystemCallFault) {
        try check(unsafe Glibc.rename(path, newPath))
    }

    /// Removes a file if there is one.
    static func remove(_ path: String) throws(SystemCallFault) {
        do throws(SystemCallFault) {
            try check(unsafe unlink(path))
        } catch {
            guard error.code == ENOENT else { throw error }
        }
    }

    fileprivate static func check(_ result: Int32) throws(SystemCallFault) {
        guard result == 0 else { throw SystemCallFault(code: errno) }
    }
}
