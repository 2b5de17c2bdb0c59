internal import Glibc

extension ReferenceData {
    /// Puts new content in the place of a file, or makes the file. A reader, and a crash at any
    /// time, finds the old content or the new one, never a part. Owner and mode stay as they were.
    ///
    /// - Throws: ``FileFault`` when it cannot be done; then the old file is untouched.
    public static func replace(_ path: String, with bytes: [UInt8]) throws(FileFault) {
        let target = resolved(path)
        let folder =
            target.lastIndex(of: "/").map { $0 == target.startIndex ? "/" : target[..<$0] } ?? "."
        let draft = target + ".\(getpid()).new"
        var old = stat()
        let exists = unsafe stat(target, &old) == 0
        let mode = exists ? old.st_mode & 0o7777 : 0o644
        let file = unsafe open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard file >= 0 else { throw unwritable(path, errno) }
        var code = write(bytes, to: file)
        // What reads the old file must be able to read the new one.
        if code == 0, exists, old.st_uid != geteuid() || old.st_gid != getegid(),
            fchown(file, old.st_uid, old.st_gid) != 0
        {
            code = errno
        }
        if code == 0, fchmod(file, mode) != 0 || fsync(file) != 0 { code = errno }
        if close(file) != 0, code == 0 { code = errno }
        if code == 0, unsafe rename(draft, target) != 0 { code = errno }
        guard code == 0 else {
            _ = unsafe unlink(draft)
            throw unwritable(path, code)
        }
        // The name is durable when its folder is.
        let directory = unsafe open(String(folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw unwritable(path, errno) }
        defer { _ = close(directory) }
        guard fsync(directory) == 0 else { throw unwritable(path, errno) }
    }

    /// Where a link leads to: it stays a link, and its target is replaced.
    private static func resolved(_ path: String) -> String {
        guard let real = unsafe realpath(path, nil) else { return path }
        defer { unsafe free(real) }
        return unsafe String(cString: real)
    }

    /// Writes everything. Returns 0, or why it could not.
    private static func write(_ bytes: [UInt8], to file: Int32) -> Int32 {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { rest in
                unsafe Glibc.write(file, rest.baseAddress, rest.count)
            }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                return errno
            }
        }
        return 0
    }

    private static func unwritable(_ path: String, _ code: Int32) -> FileFault {
        // The text is static or belongs to this thread until the next call; it is copied at once.
        let text = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
        return FileFault(file: path, line: 1, reason: "the file cannot be replaced: \(text)")
    }
}
