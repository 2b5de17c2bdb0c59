internal import Foundation
internal import LoopIO
internal import ReferenceData
internal import Server
internal import Supervision

/// The layers an option can come from, the first that has it counts: flags, environment, file.
struct Layers {
    private let environment: [String: String]
    private let file: [String: [String]]

    /// The names that may stand in the file and, in capitals, in the environment.
    static let names = [
        "listen", "data", "roster", "principals", "policy", "calendar", "clock", "test-control",
        "clock-start", "requests-per-second",
    ]

    init(environment: [String: String], configPath: String?) throws(StartFault) {
        self.environment = environment
        guard let path = configPath ?? environment["YUSHI_CONFIG"] else {
            file = [:]
            return
        }
        do throws(FileFault) {
            file = try ReferenceData.options(path: path, names: Self.names)
        } catch {
            throw StartFault(.configuration, error.description)
        }
    }

    private static func variable(_ name: String) -> String {
        "YUSHI_" + name.uppercased().replacing("-", with: "_")
    }

    /// The values of an option that may be given several times.
    func values(_ name: String, _ flags: [String]) -> [String] {
        if !flags.isEmpty { return flags }
        if let text = environment[Self.variable(name)] {
            return text.split(separator: ",").map(String.init)
        }
        return file[name] ?? []
    }

    /// The value of an option that may be given once. In the environment it is the whole text:
    /// a comma may belong to a path.
    func value(_ name: String, _ flag: String?) throws(StartFault) -> String? {
        if let flag { return flag }
        if let text = environment[Self.variable(name)] { return text }
        let values = file[name] ?? []
        guard values.count <= 1 else {
            throw StartFault(.configuration, "the option \(name) is given more than once")
        }
        return values.first
    }

    func required(_ name: String, _ flag: String?) throws(StartFault) -> String {
        guard let value = try value(name, flag) else {
            throw StartFault(.configuration, "the option --\(name) is missing")
        }
        return value
    }
}

extension Yushid {
    /// What the server is started with, from all layers.
    func settings() throws(StartFault) -> Settings {
        let layers = try Layers(
            environment: ProcessInfo.processInfo.environment, configPath: config)
        var endpoints: [Endpoint] = []
        for text in layers.values("listen", listen) {
            guard let endpoint = Endpoint(text) else {
                throw StartFault(
                    .configuration, "\"\(text)\" is neither tcp:HOST:PORT nor unix:PATH")
            }
            endpoints.append(endpoint)
        }
        if endpoints.isEmpty { endpoints = [.tcp(host: "127.0.0.1", port: 7314)] }
        return Settings(
            endpoints: endpoints, dataPath: try layers.required("data", data),
            rosterPath: try layers.required("roster", roster),
            principalsPath: try layers.required("principals", principals),
            policyPath: try layers.value("policy", policy),
            calendarPath: try layers.value("calendar", calendar),
            clock: try clockKind(layers), requestsPerSecond: try requestsPerSecond(layers))
    }

    private func requestsPerSecond(_ layers: Layers) throws(StartFault) -> Int? {
        guard let text = try layers.value("requests-per-second", requestsPerSecond) else {
            return nil
        }
        guard let number = Int(text), Settings.requestsPerSecondRange.contains(number) else {
            let most = Settings.requestsPerSecondRange.upperBound
            throw StartFault(
                .configuration, "--requests-per-second is a number from 1 to \(most)")
        }
        return number
    }

    private func clockKind(_ layers: Layers) throws(StartFault) -> Settings.ClockKind {
        let control = try layers.value("test-control", testControl)
        let start = try layers.value("clock-start", clockStart)
        switch try layers.value("clock", clock) ?? "system" {
        case "system":
            guard control == nil, start == nil else {
                throw StartFault(
                    .configuration, "--test-control and --clock-start need --clock virtual")
            }
            return .system
        case "virtual":
            guard let control else {
                throw StartFault(.configuration, "--clock virtual needs --test-control PATH")
            }
            guard let instant = Instant(iso8601: start ?? "2026-03-02T01:00:00Z") else {
                throw StartFault(
                    .configuration, "--clock-start is no time of the form 2026-03-02T01:00:00Z")
            }
            return .virtual(start: instant, controlPath: control)
        case let other:
            throw StartFault(.configuration, "--clock is system or virtual, not \"\(other)\"")
        }
    }
}
