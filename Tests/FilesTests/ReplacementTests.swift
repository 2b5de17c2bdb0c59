import Foundation
import Testing

@testable import Files

/// A file that is put in the place of another one.
@Suite struct ReplacementTests {
    @Test func aFileIsReplacedAsAWhole() throws {
        let folder = try Folder()
        let path = try folder.write("log", "old")
        let before = try folder.status("log").st_ino
        let file = try OutputFile(path)
        let long = [UInt8](repeating: 0x61, count: 100_000)
        try file.write(bytes("new "))
        try file.write(long)
        try file.write(bytes(" end"))
        #expect(try folder.read("log") == "old")
        try file.finish()
        #expect(try folder.read("log") == "new " + String(decoding: long, as: UTF8.self) + " end")
        #expect(try folder.status("log").st_ino != before, "the old file was not written into")
        #expect(try folder.names() == ["log"])
    }

    @Test func aNewFileIsMade() throws {
        let folder = try Folder()
        try SystemFiles.write([], to: folder("empty"))
        #expect(try folder.read("empty").isEmpty)
        // As long as names can be: the draft's own is not made of it.
        let name = String(repeating: "x", count: 255)
        try SystemFiles.write(bytes("x"), to: folder(name))
        #expect(try folder.names() == ["empty", name])
    }

    @Test func aNewFileIsForEverybodyOrForItsOwner() throws {
        let folder = try Folder()
        try SystemFiles.write([], to: folder("open"))
        #expect(try folder.mode("open") == 0o644 & ~umaskOfThisProcess())
        try SystemFiles.write([], to: folder("private"), isPrivate: true)
        #expect(try folder.mode("private") == 0o600)
    }

    @Test(arguments: [0o640, 0o600, 0o666, 0o444, 0o755] as [mode_t])
    func theModeStays(_ mode: mode_t) throws {
        let folder = try Folder()
        let path = try folder.write("log", "old", mode: mode)
        for isPrivate in [false, true] {
            try SystemFiles.write(bytes("new"), to: path, isPrivate: isPrivate)
            #expect(try folder.mode("log") == mode)
        }
        #expect(try folder.read("log") == "new")
    }

    @Test(arguments: [false, true]) func whatALinkLeadsToIsReplaced(isAbsolute: Bool) throws {
        let folder = try Folder()
        try folder.makeFolder("there")
        try folder.makeFolder("here")
        try folder.write("there/log", "old", mode: 0o640)
        let before = try folder.status("there/log").st_ino
        let targets = ["second", (isAbsolute ? folder.path : "..") + "/there/log"]
        try folder.link("here/first", to: targets[0])
        try folder.link("here/second", to: targets[1])
        try SystemFiles.write(bytes("new"), to: folder("here/first"))
        #expect(try folder.target(of: "here/first") == targets[0])
        #expect(try folder.target(of: "here/second") == targets[1])
        #expect(try folder.read("there/log") == "new")
        #expect(try folder.mode("there/log") == 0o640)
        #expect(try folder.status("there/log").st_ino != before)
        for name in ["here", "there"] {
            let names = try FileManager.default.contentsOfDirectory(atPath: folder(name))
            #expect(names.count == (name == "here" ? 2 : 1), "\(names)")
        }
    }

    @Test func whatALinkLeadsToIsMade() throws {
        let folder = try Folder()
        try folder.link("link", to: "log")
        try SystemFiles.write(bytes("new"), to: folder("link"))
        #expect(try folder.target(of: "link") == "log")
        #expect(try folder.read("log") == "new")
        try folder.link("circle", to: "circle")
        let fault = #expect(throws: FileSystemFault.self) {
            try SystemFiles.write([], to: folder("circle"))
        }
        #expect(fault?.reason == SystemCallFault(code: ELOOP).reason)
        #expect(try folder.target(of: "circle") == "circle")
    }

    @Test func whatLiesBesideItStays() throws {
        let folder = try Folder()
        try folder.write("log", "old")
        try folder.write("victim", "victim")
        try folder.write("log.new", "somebody's")
        try folder.link("log.\(getpid()).new", to: "victim")
        try SystemFiles.write(bytes("new"), to: folder("log"))
        #expect(try folder.read("log") == "new")
        #expect(try folder.read("log.new") == "somebody's")
        #expect(try folder.read("victim") == "victim")
        #expect(try folder.names() == ["log", "log.\(getpid()).new", "log.new", "victim"])
    }

    @Test func twoDraftsAtOneTime() throws {
        let folder = try Folder()
        let (one, two) = (try OutputFile(folder("log")), try OutputFile(folder("log")))
        try one.write(bytes("one"))
        try two.write(bytes("two"))
        try two.finish()
        #expect(try folder.read("log") == "two")
        try one.finish()
        #expect(try folder.read("log") == "one")
        #expect(try folder.names() == ["log"])
    }

    @Test func anUnfinishedFileLeavesNothing() throws {
        let folder = try Folder()
        let path = try folder.write("log", "old")
        do {
            let file = try OutputFile(path)
            try file.write([UInt8](repeating: 0x61, count: 100_000))
            let draft = try folder.names().first { $0 != "log" }
            #expect(try folder.status(#require(draft)).st_size == 100_000)
        }
        #expect(try folder.read("log") == "old")
        #expect(try folder.names() == ["log"])
    }

    @Test func aFileThatCannotTakeItsPlaceLeavesNothing() throws {
        let folder = try Folder()
        let file = try OutputFile(folder("log"))
        try file.write(bytes("new"))
        try folder.makeFolder("log")
        try folder.write("log/old", "old")
        let fault = #expect(throws: FileSystemFault.self) { try file.finish() }
        #expect(fault?.what == "cannot write \(folder("log"))")
        #expect(fault?.reason == SystemCallFault(code: EISDIR).reason)
        #expect(try folder.names() == ["log"], "at once, not when the object goes")
        #expect(try folder.read("log/old") == "old")
        try #expect(throws: #require(fault)) { try file.finish() }
    }

    @Test func aFolderIsAFault() throws {
        let folder = try Folder()
        try folder.makeFolder("log")
        for path in [folder("log"), folder("log/"), folder.path, "/"] {
            let fault = #expect(throws: FileSystemFault.self) {
                try SystemFiles.write([], to: path)
            }
            #expect(fault?.reason == SystemCallFault(code: EISDIR).reason)
        }
        for path in [folder("no/log"), folder("no/"), ""] {
            let fault = #expect(throws: FileSystemFault.self) {
                try SystemFiles.write([], to: path)
            }
            #expect(fault?.reason == SystemCallFault(code: ENOENT).reason)
        }
        // Told before anything is written to it.
        #expect(throws: FileSystemFault.self) { try OutputFile("") }
        #expect(try folder.names() == ["log"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder("log")).isEmpty)
    }
}
