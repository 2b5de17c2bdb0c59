// Where output goes, piece by piece: a file that appears only when it is whole, a stream, or a
// nameless file for what has to wait.

internal import Glibc

/// What is done when a file belongs to somebody else, to whom only root can give the new one.
public enum OwnerRule: Sendable {
    /// The file is not replaced.
    case kept
    /// The new file belongs to who writes it.
    case keptIfPossible
}

/// A stream of bytes to a file. It belongs to one thread.
public final class OutputFile {
    private static let chunkBytes = 64 * 1024

    /// What faults call it.
    private let name: String
    private let file: OpenFile
    /// What the file is until it is whole; nil for streams.
    private var draft: Draft?
    private var buffer: [UInt8] = []
    /// What is written after a fault would leave a gap.
    private var failure: FileSystemFault?

    /// A file that ``finish()`` puts in the place of the one at the path, or makes. A reader, and a
    /// crash at any time, finds the old content or the new one, never a part; without
    /// ``finish()`` the old file is untouched, and nothing lies beside it.
    ///
    /// A link stays, and what it leads to is replaced. Owner and mode stay as they were. What is no
    /// regular file, such as a device or a FIFO, is written through and never replaced.
    ///
    /// - Parameters:
    ///   - isPrivate: a file that is new can be read by its owner only; else by everybody, as far
    ///     as the umask leaves it.
    ///   - owner: what is done when the owner cannot be kept.
    /// - Throws: ``FileSystemFault``, also when a folder stands at the path.
    public init(
        _ path: String, isPrivate: Bool = false, owner: OwnerRule = .keptIfPossible
    ) throws(FileSystemFault) {
        name = path
        do throws(SystemCallFault) {
            switch try Destination(path) {
            case .stream(let stream): file = stream
            case .file(let name, let folder, let old):
                let draft = try Draft(
                    of: name, in: folder, old: old, isPrivate: isPrivate, owner: owner)
                file = draft.file
                self.draft = draft
            }
        } catch {
            throw FileSystemFault("cannot write \(path)", error)
        }
    }

    private init(_ file: OpenFile, name: String) {
        self.file = file
        self.name = name
    }

    /// The standard output.
    ///
    /// - Throws: ``FileSystemFault`` when it is closed.
    public static func standardOutput() throws(FileSystemFault) -> OutputFile {
        do throws(SystemCallFault) {
            return OutputFile(try OpenFile(sharing: STDOUT_FILENO), name: "the output")
        } catch {
            throw FileSystemFault("cannot write the output", error)
        }
    }

    /// A file without a name, which goes with this object.
    ///
    /// - Throws: ``FileSystemFault``.
    public static func spool() throws(FileSystemFault) -> OutputFile {
        let folder = SystemFiles.temporaryFolder
        do throws(SystemCallFault) {
            let parent = try OpenFile(folder: folder)
            let (file, name) = try OpenFile.new(in: parent, mode: 0o600)
            guard unsafe unlinkat(parent.descriptor, name, 0) == 0 else { throw .last }
            return OutputFile(file, name: "the spooled part")
        } catch {
            throw FileSystemFault("cannot make a file in \(folder)", error)
        }
    }

    /// Appends bytes.
    ///
    /// - Throws: ``FileSystemFault``; then the file is given up, and every later call throws the
    ///   same.
    public func write(_ bytes: [UInt8]) throws(FileSystemFault) {
        buffer += bytes
        if buffer.count >= Self.chunkBytes { try flush() }
    }

    /// Appends everything that another file holds.
    ///
    /// - Throws: ``FileSystemFault``.
    public func copy(_ spool: OutputFile) throws(FileSystemFault) {
        try spool.flush()
        var chunk = [UInt8](repeating: 0, count: Self.chunkBytes)
        func next() throws(FileSystemFault) -> Int {
            do throws(SystemCallFault) {
                return try spool.file.read(into: &chunk)
            } catch {
                throw FileSystemFault("cannot read \(spool.name)", error)
            }
        }
        guard lseek(spool.file.descriptor, 0, SEEK_SET) == 0 else {
            throw FileSystemFault("cannot read \(spool.name)", .last)
        }
        while true {
            let count = try next()
            if count == 0 { return }
            try write(Array(chunk[..<count]))
        }
    }

    /// Writes the rest; a file is in its place and durable then. Nothing is written after it.
    ///
    /// - Throws: ``FileSystemFault``; the old file is untouched, unless all that failed was to
    ///   make the new one's name durable.
    public func finish() throws(FileSystemFault) {
        try flush()
        try attempt { () throws(SystemCallFault) in try draft?.place() }
        draft = nil
    }

    private func flush() throws(FileSystemFault) {
        try attempt { () throws(SystemCallFault) in try file.write(buffer) }
        buffer.removeAll(keepingCapacity: true)
    }

    private func attempt(
        _ body: () throws(SystemCallFault) -> Void
    ) throws(FileSystemFault) {
        if let failure { throw failure }
        do throws(SystemCallFault) {
            try body()
        } catch {
            let fault = FileSystemFault("cannot write \(name)", error)
            failure = fault
            draft = nil
            throw fault
        }
    }
}
