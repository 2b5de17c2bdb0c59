internal import Glibc

/// What output to a path reaches.
enum Destination {
    /// A device, a FIFO or a descriptor of this process. Bytes go through it, and a file in its
    /// place would reach nobody.
    case stream(OpenFile)
    /// A regular file, or none yet.
    case file(name: String, folder: String, old: stat?)

    /// As many as the kernel follows.
    private static let linksMax = 40

    /// Follows the links at the end of the path; those in its folders are the kernel's.
    init(_ path: String) throws(SystemCallFault) {
        guard !path.isEmpty else { throw SystemCallFault(code: ENOENT) }
        var target = path
        for _ in 0..<Self.linksMax {
            let (folder, name) = Self.split(target)
            if let descriptor = Self.ownDescriptor(name, in: folder) {
                self = .stream(try OpenFile(sharing: descriptor))
                return
            }
            guard let next = try Self.link(target) else {
                self = try Destination(target, name: name, folder: folder)
                return
            }
            target = next.hasPrefix("/") ? next : "\(folder)/\(next)"
        }
        throw SystemCallFault(code: ELOOP)
    }

    /// What stands at a path that is no link.
    private init(_ path: String, name: String, folder: String) throws(SystemCallFault) {
        var found = stat()
        guard unsafe stat(path, &found) == 0 else {
            guard errno == ENOENT else { throw .last }
            self = .file(name: name, folder: folder, old: nil)
            return
        }
        switch found.st_mode & S_IFMT {
        case S_IFREG: self = .file(name: name, folder: folder, old: found)
        case S_IFDIR: throw SystemCallFault(code: EISDIR)
        default: self = .stream(try OpenFile(unsafe open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC)))
        }
    }

    private static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        let folder = slash == path.startIndex ? "/" : String(path[..<slash])
        return (folder, String(path[path.index(after: slash)...]))
    }

    /// The N of `/dev/fd/N`, to which `/dev/stdout` leads. To open the file behind it anew would
    /// write from its start, over what others wrote through the same descriptor.
    private static func ownDescriptor(_ name: String, in folder: String) -> Int32? {
        guard let descriptor = Int32(name), let own = canonical("/proc/self/fd"),
            canonical(folder) == own
        else { return nil }
        return descriptor
    }

    private static func canonical(_ path: String) -> String? {
        guard let text = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(text) }
        return unsafe String(cString: text)
    }

    /// Where a link leads to; nil for what is no link.
    private static func link(_ path: String) throws(SystemCallFault) -> String? {
        var text = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = unsafe text.withUnsafeMutableBytes { text in
            unsafe text.withMemoryRebound(to: CChar.self) { text -> Int in
                guard let start = text.baseAddress else { return -1 }
                return unsafe readlink(path, start, text.count)
            }
        }
        guard count >= 0 else { return nil }
        // Mended it would name another file.
        guard let target = String(validating: text.prefix(count), as: UTF8.self) else {
            throw SystemCallFault(code: EILSEQ)
        }
        return target
    }
}
