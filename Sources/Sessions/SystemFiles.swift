// Files and folders, as far as sessions need them: read whole, write whole, make a folder of one's
// own and remove it with everything in it.

internal import Glibc

/// A system call that failed; one English sentence without a full stop.
public struct FileFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// What failed, on which path, and why.
    public var description: String

    public init(description: String) {
        self.description = description
    }
}

/// Files and folders by path.
public enum SystemFiles {
    /// The whole content of a file.
    ///
    /// - Throws: ``FileFault`` with the path and the system's reason.
    public static func read(_ path: String) throws(FileFault) -> [UInt8] {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw fault("cannot open \(path)") }
        defer { close(file) }
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = unsafe chunk.withUnsafeMutableBytes {
                unsafe Glibc.read(file, $0.baseAddress, $0.count)
            }
            if count == 0 { return content }
            if count > 0 {
                content += chunk[..<count]
            } else if errno != EINTR {
                throw fault("cannot read \(path)")
            }
        }
    }

    /// Replaces the content of a file, which is made when there is none. A reader sees the old
    /// content or the new one, never a part.
    ///
    /// - Throws: ``FileFault``.
    public static func write(_ content: [UInt8], to path: String) throws(FileFault) {
        let draft = path + ".new"
        let file = unsafe open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw fault("cannot write \(draft)") }
        var rest = content[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.write(file, $0.baseAddress, $0.count)
            }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                let problem = fault("cannot write \(draft)")
                close(file)
                throw problem
            }
        }
        guard close(file) == 0, unsafe rename(draft, path) == 0 else {
            throw fault("cannot write \(path)")
        }
    }

    /// Makes a folder of its own under the folder for temporary files, and returns its path.
    ///
    /// - Throws: ``FileFault``.
    public static func makeTemporaryFolder() throws(FileFault) -> String {
        let parent = environment("TMPDIR") ?? "/tmp"
        var template = Array("\(parent)/yushi-XXXXXX".utf8CString)
        let path = unsafe template.withUnsafeMutableBufferPointer { buffer -> String? in
            guard let start = buffer.baseAddress, let made = unsafe mkdtemp(start) else {
                return nil
            }
            return unsafe String(cString: made)
        }
        guard let path else { throw fault("cannot make a folder in \(parent)") }
        return path
    }

    /// Makes a folder and the folders above it, where they are missing.
    ///
    /// - Throws: ``FileFault``.
    public static func makeFolder(_ path: String) throws(FileFault) {
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            made += part + "/"
            guard unsafe mkdir(made, 0o755) == 0 || errno == EEXIST else {
                throw fault("cannot make the folder \(made)")
            }
        }
    }

    /// Removes a folder with everything in it, or a file. What cannot be removed stays.
    public static func remove(_ path: String) {
        if unsafe unlink(path) == 0 { return }
        guard let folder = unsafe opendir(path) else { return }
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
            }
            if name != "." && name != ".." { remove("\(path)/\(name)") }
        }
        unsafe closedir(folder)
        unsafe rmdir(path)
    }

    /// A variable of the environment; nil when it is not set or empty.
    public static func environment(_ name: String) -> String? {
        guard let value = unsafe getenv(name) else { return nil }
        let text = unsafe String(cString: value)
        return text.isEmpty ? nil : text
    }

    /// The path from the root, for a path that may be relative.
    public static func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/"), let folder = unsafe getcwd(nil, 0) else { return path }
        defer { unsafe free(folder) }
        return unsafe String(cString: folder) + "/" + path
    }

    private static func fault(_ what: String) -> FileFault {
        let code = errno
        guard let text = unsafe strerror(code) else { return FileFault(description: what) }
        return FileFault(description: "\(what): \(unsafe String(cString: text))")
    }
}
