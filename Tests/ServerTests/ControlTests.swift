import Testing

extension ServerTests {
    /// The socket that moves a virtual clock.
    @Suite struct ControlTests {
        /// Whoever moves the clock hears it once, when all that it caused is durable, also where
        /// two do so at a time.
        @Test func eachCommandIsAnsweredOnce() throws {
            let folder = try Folder()
            let path = folder.path + "/control"
            let daemon = try Daemon(
                data: folder.path + "/data",
                files: Paths.files + ["--clock", "virtual", "--test-control", path])
            let clerk = try daemon.link(as: "cy-clerk")
            let (first, second) = (try Link(.unix(path: path)), try Link(.unix(path: path)))
            for round in 0..<30 {
                let requests = try (0..<5).map { number in
                    try clerk.request(
                        "matter.register", Sample.register("r\(round)-\(number)"))
                }
                // Both wait until these are durable.
                try clerk.send(requests.map(\.line).joined())
                try first.send("advance 3\n")
                try second.send("advance 1\n")
                try first.send("advance 2\n")
                var lines: [String?] = []
                for link in [first, second, first] { lines.append(try link.nextLine()) }
                for request in requests { _ = try clerk.answer(to: request.id) }
                for line in lines { #expect(line?.hasPrefix("ok ") == true, "\(line ?? "end")") }
            }
            // Nothing is left over: the next answer is the one to the next command.
            for link in [first, second] {
                try link.send("nonsense\n")
                #expect(try link.nextLine()?.hasPrefix("ok ") == false)
            }
        }
    }
}
