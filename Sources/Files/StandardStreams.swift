internal import Glibc

/// The streams and texts that a program is started with.
public enum StandardStreams {
    public enum Output: Sendable {
        case output
        case error

        fileprivate var descriptor: Int32 {
            switch self {
            case .output: STDOUT_FILENO
            case .error: STDERR_FILENO
            }
        }
    }

    /// Opens `/dev/null` in the place of standard streams that are closed. It is the first thing a
    /// program does: the next file or connection would get the number, and receive what is
    /// printed.
    public static func hold() {
        while true {
            let opened = unsafe open("/dev/null", O_RDWR)
            if opened <= STDERR_FILENO, opened >= 0 { continue }
            if opened >= 0 { close(opened) }
            return
        }
    }

    /// The first argument, or variable of the environment with this prefix, that is not UTF-8, as
    /// it can be shown; nil when all are.
    ///
    /// Swift mends such texts without a word, and a path would lead to another file.
    public static func firstMendedText(variables prefix: String) -> String? {
        unsafe firstMended(in: CommandLine.unsafeArgv) { _ in true }
            ?? firstMended(in: environ) { $0.hasPrefix(prefix) }
    }

    private static func firstMended(
        in texts: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
        where isMeant: (String) -> Bool
    ) -> String? {
        var next = unsafe texts
        while let text = unsafe next.pointee {
            let mended = unsafe String(cString: text)
            if unsafe String(validatingCString: text) == nil, isMeant(mended) { return mended }
            unsafe next += 1
        }
        return nil
    }

    /// Writes all of it, and waits where a stream that does not block takes nothing for now.
    ///
    /// - Throws: ``FileSystemFault``.
    public static func write(_ bytes: [UInt8], to output: Output) throws(FileSystemFault) {
        do throws(SystemCallFault) {
            try OpenFile.write(bytes, to: output.descriptor)
        } catch {
            throw FileSystemFault("cannot write the output", error)
        }
    }

    /// Everything that the standard input holds, through its own descriptor: to open it by a name
    /// would begin anew, and is not possible for every stream.
    ///
    /// - Parameter bytesMax: how much of it is wanted at most.
    /// - Throws: ``FileSystemFault``.
    public static func readInput(bytesMax: Int) throws(FileSystemFault) -> [UInt8] {
        do throws(SystemCallFault) {
            return try OpenFile(sharing: STDIN_FILENO).readAll(bytesMax: bytesMax)
        } catch {
            throw FileSystemFault("cannot read the standard input", error)
        }
    }
}
