import Foundation
import Testing

@testable import Files

/// What is no regular file is written through, and the files without a name.
@Suite struct StreamTests {
    /// What can be read now, without waiting.
    private func drain(_ descriptor: Int32) -> String {
        var chunk = [UInt8](repeating: 0, count: 4096)
        let count = unsafe chunk.withUnsafeMutableBytes {
            unsafe read(descriptor, $0.baseAddress, $0.count)
        }
        return String(decoding: chunk.prefix(max(0, count)), as: UTF8.self)
    }

    @Test(arguments: [false, true]) func aFIFOIsWrittenThrough(byLink: Bool) throws {
        let folder = try Folder()
        try #require(unsafe mkfifo(folder("fifo"), 0o640) == 0)
        try folder.link("link", to: "fifo")
        // With a reader there already, nobody waits for anybody.
        let reader = unsafe open(folder("fifo"), O_RDONLY | O_NONBLOCK)
        try #require(reader >= 0)
        defer { close(reader) }
        try SystemFiles.write(
            bytes("through"), to: folder(byLink ? "link" : "fifo"), isPrivate: true, owner: .kept)
        #expect(drain(reader) == "through")
        #expect(try folder.status("fifo").st_mode == S_IFIFO | 0o640)
        #expect(try folder.names() == ["fifo", "link"])
    }

    @Test func aSocketStays() throws {
        let folder = try Folder()
        let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        try #require(listener >= 0)
        defer { close(listener) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let name = bytes(folder("socket"))
        try #require(name.count < MemoryLayout.size(ofValue: address.sun_path))
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: name) }
        let bound = unsafe withUnsafePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(bound == 0)
        // It has to be connected to and cannot be opened: nothing is written, nor lost.
        #expect(throws: FileSystemFault.self) {
            try SystemFiles.write(bytes("x"), to: folder("socket"))
        }
        #expect(try folder.status("socket").st_mode & S_IFMT == S_IFSOCK)
        #expect(try folder.names() == ["socket"])
    }

    @Test func aFaultIsToldAgain() throws {
        let folder = try Folder()
        let closed = unsafe open(try folder.write("log", "old"), O_RDONLY)
        try #require(closed >= 0)
        defer { close(closed) }
        let path = "/dev/fd/\(closed)"
        let file = try OutputFile(path)
        try file.write(bytes("a"))
        let fault = #expect(throws: FileSystemFault.self) {
            try file.write([UInt8](repeating: 0x61, count: 100_000))
        }
        #expect(fault?.description == "cannot write \(path): Bad file descriptor")
        try #expect(throws: #require(fault)) { try file.write(bytes("b")) }
        try #expect(throws: #require(fault)) { try file.finish() }
        #expect(try folder.read("log") == "old")
    }

    @Test(arguments: ["/dev/fd", "/proc/self/fd"])
    func aDescriptorIsWrittenWhereItStands(_ descriptors: String) throws {
        let folder = try Folder()
        let shared = unsafe open(try folder.write("log", "first "), O_WRONLY)
        try #require(shared >= 0)
        defer { close(shared) }
        try #require(lseek(shared, 0, SEEK_END) == 6)
        let before = try folder.status("log").st_ino
        try SystemFiles.write(bytes("second "), to: "\(descriptors)/\(shared)")
        try folder.link("link", to: "\(descriptors)/\(shared)")
        try SystemFiles.write(bytes("third"), to: folder("link"))
        #expect(try folder.read("log") == "first second third")
        #expect(try folder.status("log").st_ino == before)
        #expect(lseek(shared, 0, SEEK_CUR) == 18, "it is open still, after what was written")
    }

    @Test func whatWaitsIsCopied() throws {
        let folder = try Folder()
        let (file, spool) = (try OutputFile(folder("log")), try OutputFile.spool())
        let long = [UInt8](repeating: 0x62, count: 200_000)
        try spool.write(bytes("("))
        try spool.write(long)
        try spool.write(bytes(")"))
        try file.write(bytes("a"))
        try file.copy(spool)
        try file.write(bytes("c"))
        try file.finish()
        #expect(try folder.read("log") == "a(" + String(decoding: long, as: UTF8.self) + ")c")
    }
}

/// What is done with files besides.
@Suite struct SystemFilesTests {
    @Test func aFileIsReadAsFarAsItIsWanted() throws {
        let folder = try Folder()
        let content = bytes(String(repeating: "0123456789", count: 20_000))
        let path = try folder.write("log", String(decoding: content, as: UTF8.self))
        #expect(try SystemFiles.read(path) == content)
        for count in [0, 1, 65_536, 65_537, 200_000, 200_001] {
            #expect(try SystemFiles.read(path, bytesMax: count) == Array(content.prefix(count)))
        }
        for (path, code) in [(folder("no"), ENOENT), ("", ENOENT), (folder.path, EISDIR)] {
            let fault = #expect(throws: FileSystemFault.self) { try SystemFiles.read(path) }
            #expect(fault?.what == "cannot read \(path)")
            #expect(fault?.reason == SystemCallFault(code: code).reason)
        }
    }

    @Test func foldersAreMadeListedAndRemoved() throws {
        let folder = try Folder()
        try folder.makeFolder("kept")
        let kept = try folder.write("kept/file", "kept")
        try SystemFiles.makeFolder(folder("a/b/c"))
        try SystemFiles.makeFolder(folder("a/b"))
        try folder.write("a/b/.hidden", "")
        try folder.link("a/link", to: folder("kept"))
        #expect(try SystemFiles.names(in: folder("a/b")).sorted() == [".hidden", "c"])
        SystemFiles.remove(folder("a"))
        #expect(try folder.names() == ["kept"])
        #expect(try folder.read("kept/file") == "kept", "a link is no part of the folder")
        #expect(throws: FileSystemFault.self) { try SystemFiles.names(in: folder("a")) }
        #expect(throws: FileSystemFault.self) { try SystemFiles.makeFolder(kept + "/x") }
    }
}
