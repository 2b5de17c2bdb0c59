// Files and folders, as far as the command line, sessions and reference data need them: read whole,
// write whole, make a folder of one's own and remove it with everything in it.

internal import Glibc

/// Files and folders by path.
public enum SystemFiles {
    /// The content of a file.
    ///
    /// - Parameter bytesMax: how much of it is wanted at most.
    /// - Throws: ``FileSystemFault`` with the path and the system's reason.
    public static func read(
        _ path: String, bytesMax: Int = .max
    ) throws(FileSystemFault) -> [UInt8] {
        do throws(SystemCallFault) {
            return try OpenFile(unsafe open(path, O_RDONLY | O_CLOEXEC))
                .readAll(bytesMax: bytesMax)
        } catch {
            throw FileSystemFault("cannot read \(path)", error)
        }
    }

    /// Replaces the content of a file, or makes the file, as an ``OutputFile`` does.
    ///
    /// - Parameters:
    ///   - isPrivate: a file that is new can be read by its owner only.
    ///   - owner: what is done when the owner cannot be kept.
    /// - Throws: ``FileSystemFault``.
    public static func write(
        _ content: [UInt8], to path: String, isPrivate: Bool = false,
        owner: OwnerRule = .keptIfPossible
    ) throws(FileSystemFault) {
        let file = try OutputFile(path, isPrivate: isPrivate, owner: owner)
        try file.write(content)
        try file.finish()
    }

    /// The names in a folder, in no order.
    ///
    /// - Throws: ``FileSystemFault``.
    public static func names(in path: String) throws(FileSystemFault) -> [String] {
        guard let folder = unsafe opendir(path) else {
            throw FileSystemFault("cannot read the folder \(path)", .last)
        }
        defer { unsafe closedir(folder) }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }

    /// Makes a folder of its own under the folder for temporary files, and returns its path.
    ///
    /// - Throws: ``FileSystemFault``.
    public static func makeTemporaryFolder() throws(FileSystemFault) -> String {
        let parent = temporaryFolder
        var template = Array("\(parent)/yushi-XXXXXX".utf8CString)
        let path = unsafe template.withUnsafeMutableBufferPointer { buffer -> String? in
            guard let start = buffer.baseAddress, let made = unsafe mkdtemp(start) else {
                return nil
            }
            return unsafe String(cString: made)
        }
        guard let path else {
            throw FileSystemFault("cannot make a folder in \(parent)", .last)
        }
        return path
    }

    /// Makes a folder and the folders above it, where they are missing.
    ///
    /// - Throws: ``FileSystemFault``.
    public static func makeFolder(_ path: String) throws(FileSystemFault) {
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            made += part + "/"
            guard unsafe mkdir(made, 0o755) == 0 || errno == EEXIST else {
                throw FileSystemFault("cannot make the folder \(made)", .last)
            }
        }
    }

    /// Removes a folder with everything in it, or a file. What cannot be removed stays.
    public static func remove(_ path: String) {
        if unsafe unlink(path) == 0 { return }
        for name in (try? names(in: path)) ?? [] { remove("\(path)/\(name)") }
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

    /// Where temporary files and folders are made.
    static var temporaryFolder: String { environment("TMPDIR") ?? "/tmp" }
}
