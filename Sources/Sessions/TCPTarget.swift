// Sessions over sockets: against a server that is running already, or against one that the target
// starts for each session. In the killing mode its server is killed and started again with the
// same data before every statement that allows it; nothing that a session sees may differ.

public import Client
internal import Files

/// Runs sessions against a server over a socket.
public final class TCPTarget: SessionTarget {
    private enum Server {
        case running(ServerAddress, commandLine: String?)
        case owned(ServerSetup)
    }

    private let server: Server
    private let kills: Bool
    private var process: ServerProcess?
    private var folder = ""
    /// The flags of the last start, for a restart that the session does not ask for.
    private var flags: [String] = []
    /// The virtual time when the last server ended.
    private var time: String?
    /// Whether the session itself has started or ended the server.
    private var isManaged = false
    private var names: [String] = []
    private var links: [String: Link] = [:]

    /// A target for a server that runs already. Statements about the server and the clock are
    /// faults.
    ///
    /// - Parameter commandLine: the path of `yushi`, for `exec`.
    public init(running address: ServerAddress, commandLine: String? = nil) {
        server = .running(address, commandLine: commandLine)
        kills = false
    }

    /// A target that starts a server with empty data for each session, at the session's first
    /// `server start` or when it is first needed.
    ///
    /// - Parameter kills: whether the server is killed and started again between statements.
    public init(starting setup: ServerSetup, kills: Bool = false) {
        server = .owned(setup)
        self.kills = kills
    }

    deinit {
        end()
    }

    public func begin(_ script: Script) throws(TargetFault) {
        end()
        do {
            folder = try SystemFiles.makeTemporaryFolder()
            for attachment in script.attachments {
                let path = "\(folder)/\(attachment.path)"
                if let slash = path.lastIndex(of: "/") {
                    try SystemFiles.makeFolder(String(path[..<slash]))
                }
                try SystemFiles.write(attachment.content, to: path)
            }
        } catch {
            end()
            throw TargetFault("\(error)")
        }
    }

    public func end() {
        links.values.forEach { $0.sever() }
        links = [:]
        names = []
        process?.kill()
        process = nil
        flags = []
        time = nil
        isManaged = false
        if !folder.isEmpty { SystemFiles.remove(folder) }
        folder = ""
    }

    public func beforeStatement(mayKill: Bool) throws(TargetFault) {
        process?.drainOutput()
        guard kills, let running = process, case .owned(let setup) = server else { return }
        guard mayKill else {
            // Here every connection counts, also those that nothing was asked of since the kill.
            for name in names { try links[name]?.revive(at: running.address) }
            return
        }
        endProcess()
        links.values.forEach { $0.sever() }
        process = try ServerProcess(setup, folder: folder, flags: flags, time: time)
    }

    // MARK: Connections

    public func connect(_ name: String, token: String?) throws(TargetFault) {
        links.removeValue(forKey: name)?.sever()
        names.removeAll { $0 == name }
        links[name] = try Link(to: try address(), token: token)
        names.append(name)
    }

    public func send(_ line: [UInt8], on name: String) throws(TargetFault) {
        try link(name).send(line)
    }

    public func sendRaw(_ bytes: [UInt8], on name: String) throws(TargetFault) {
        try link(name).sendRaw(bytes)
    }

    public func receive(on name: String) throws(TargetFault) -> Reception {
        try link(name).receive()
    }

    /// The link of a name. Links that were cut off while they waited for an answer are revived
    /// with it: what they asked for may be what this one is to see.
    private func link(_ name: String) throws(TargetFault) -> Link {
        guard let wanted = links[name] else {
            throw TargetFault("there is no connection '\(name)'")
        }
        guard process != nil || !isManaged else { return wanted }
        let address = try address()
        for name in names {
            if let link = links[name], link === wanted || link.isWaiting {
                try link.revive(at: address)
            }
        }
        return wanted
    }

    private func address() throws(TargetFault) -> ServerAddress {
        switch server {
        case .running(let address, _): return address
        case .owned: return try owned().address
        }
    }

    /// The server of this session, which is started when it was never asked for.
    private func owned() throws(TargetFault) -> ServerProcess {
        if let process { return process }
        guard case .owned(let setup) = server else {
            throw TargetFault("this needs a server that the replay starts itself")
        }
        guard !isManaged else { throw TargetFault("the server is not running") }
        let started = try ServerProcess(setup, folder: folder, flags: flags, time: time)
        process = started
        return started
    }

    // MARK: Server and clock

    public func startServer(flags: [String]) throws(TargetFault) {
        guard case .owned = server else {
            throw TargetFault("this needs a server that the replay starts itself")
        }
        guard process == nil else { throw TargetFault("the server is running already") }
        // A time that the session gives is where the clock starts now, not after a later kill.
        var later = flags
        if let index = flags.firstIndex(of: "--clock-start") {
            time = nil
            later.removeSubrange(index..<min(index + 2, flags.count))
        }
        self.flags = flags
        isManaged = false
        _ = try owned()
        self.flags = later
        isManaged = true
    }

    public func stopServer() throws(TargetFault) {
        let process = try owned()
        isManaged = true
        time = process.time
        self.process = nil
        links.values.forEach { $0.end() }
        try process.stop()
    }

    public func killServer() throws(TargetFault) {
        _ = try owned()
        isManaged = true
        links.values.forEach { $0.end() }
        endProcess()
    }

    private func endProcess() {
        time = process?.time
        process?.kill()
        process = nil
    }

    public func setClock(_ time: String) throws(TargetFault) {
        try owned().setClock(time)
    }

    public func advanceClock(milliseconds: Int64) throws(TargetFault) {
        try owned().advanceClock(milliseconds: milliseconds)
    }

    // MARK: Commands

    public func execute(
        _ arguments: [String], token: String?, environment: [String]
    ) throws(TargetFault) -> ExecutionResult {
        let program: String?
        switch server {
        case .running(_, let commandLine): program = commandLine
        case .owned(let setup): program = setup.commandLine
        }
        guard let program else { throw TargetFault("no command line is known to this replay") }
        // A fixed language and width, unless the session asks for others.
        var settings = environment
        let defaults = [
            "YUSHI_SERVER=\(try address())", "YUSHI_TOKEN=\(token ?? "")", "LC_ALL=en_US.UTF-8",
            "COLUMNS=100",
        ]
        let given = Set(environment.map { $0.prefix { $0 != "=" } })
        settings += defaults.filter { !given.contains($0.prefix { $0 != "=" }) }
        let errors = folder + "/errors"
        SystemFiles.remove(errors)
        let process = try ChildProcess(
            program, arguments, environment: settings, folder: folder, errors: errors)
        var lines: [String] = []
        while let line = try process.nextLine(timeoutMilliseconds: Link.timeoutMilliseconds) {
            lines.append(line)
        }
        let status = try process.waitForEnd(timeoutMilliseconds: Link.timeoutMilliseconds)
        let said = (try? SystemFiles.read(errors)) ?? []
        return ExecutionResult(
            lines: lines, status: status, errors: String(decoding: said, as: UTF8.self))
    }
}
