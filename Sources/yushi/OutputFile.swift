// Where a long output goes, piece by piece: a file that appears only when it is whole, the standard
// output, or a nameless file for what has to wait.

internal import Glibc
internal import Sessions

/// A stream of bytes to a file. It belongs to one thread.
final class OutputFile {
    private static let chunkBytes = 64 * 1024

    private let descriptor: Int32
    /// The file that the draft becomes; nil for streams.
    private let path: String?
    private var isFinished = false
    private var buffer: [UInt8] = []

    /// A draft beside the file, which takes its place in ``finish()``; without a path the standard
    /// output.
    ///
    /// - Throws: ``FileFault``.
    init(path: String?) throws(FileFault) {
        self.path = path
        guard let path else {
            descriptor = STDOUT_FILENO
            return
        }
        descriptor = unsafe open(path + ".new", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Self.fault("cannot write \(path).new") }
    }

    /// A file without a name, which goes with the program.
    ///
    /// - Throws: ``FileFault``.
    static func spool() throws(FileFault) -> OutputFile {
        let folder = SystemFiles.environment("TMPDIR") ?? "/tmp"
        var template = Array("\(folder)/yushi-XXXXXX".utf8CString)
        let descriptor = unsafe template.withUnsafeMutableBufferPointer { buffer -> Int32 in
            guard let start = buffer.baseAddress else { return -1 }
            let descriptor = unsafe mkstemp(start)
            if descriptor >= 0 { unsafe unlink(start) }
            return descriptor
        }
        guard descriptor >= 0 else { throw fault("cannot make a file in \(folder)") }
        return OutputFile(descriptor: descriptor)
    }

    private init(descriptor: Int32) {
        self.descriptor = descriptor
        path = nil
    }

    deinit {
        if let path, !isFinished { unsafe unlink(path + ".new") }
        if descriptor != STDOUT_FILENO { close(descriptor) }
    }

    /// Appends what a buffer holds and empties it.
    ///
    /// - Throws: ``FileFault``.
    func take(_ bytes: inout [UInt8]) throws(FileFault) {
        buffer += bytes
        bytes.removeAll(keepingCapacity: true)
        if buffer.count >= Self.chunkBytes { try flush() }
    }

    /// Appends everything that another file holds.
    ///
    /// - Throws: ``FileFault``.
    func copy(_ spool: OutputFile) throws(FileFault) {
        try spool.flush()
        guard lseek(spool.descriptor, 0, SEEK_SET) == 0 else {
            throw Self.fault("cannot read the spooled part")
        }
        var chunk = [UInt8](repeating: 0, count: Self.chunkBytes)
        while true {
            let count = unsafe chunk.withUnsafeMutableBytes {
                unsafe read(spool.descriptor, $0.baseAddress, $0.count)
            }
            if count == 0 { return }
            guard count > 0 || errno == EINTR else {
                throw Self.fault("cannot read the spooled part")
            }
            if count > 0 {
                buffer += chunk[..<count]
                try flush()
            }
        }
    }

    /// Writes the rest; a draft becomes the file.
    ///
    /// - Throws: ``FileFault``.
    func finish() throws(FileFault) {
        try flush()
        guard let path else { return }
        guard fsync(descriptor) == 0, unsafe rename(path + ".new", path) == 0 else {
            throw Self.fault("cannot write \(path)")
        }
        isFinished = true
    }

    private func flush() throws(FileFault) {
        var rest = buffer[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe write(descriptor, $0.baseAddress, $0.count)
            }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                throw Self.fault("cannot write \(path ?? "the output")")
            }
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private static func fault(_ what: String) -> FileFault {
        let code = errno
        guard let text = unsafe strerror(code) else { return FileFault(description: what) }
        return FileFault(description: "\(what): \(unsafe String(cString: text))")
    }
}
