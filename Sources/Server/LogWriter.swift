internal import Files
internal import Foundation
internal import JSONText
internal import Logging
internal import Supervision
internal import Synchronization

/// Writes log records as JSON lines to standard error, from a thread of its own: whoever logs only
/// appends to a list. When the reader of the log is slow the list stops growing at a limit, and
/// how many records were dropped is told as soon as there is room.
final class LogWriter: Sendable {
    private static let waitingMax = 10_000

    private struct State {
        var lines: [[UInt8]] = []
        var dropped = 0
        var isStopped = false
    }

    private let state = Mutex(State())
    private let wake = DispatchSemaphore(value: 0)
    private let finished = DispatchSemaphore(value: 0)

    static let shared: LogWriter = {
        let writer = LogWriter()
        let thread = Thread { writer.run() }
        thread.name = "yushi-log"
        thread.start()
        return writer
    }()

    func write(_ line: [UInt8]) {
        state.withLock { state in
            if state.lines.count < Self.waitingMax {
                state.lines.append(line)
            } else {
                state.dropped += 1
            }
        }
        wake.signal()
    }

    /// Writes what is waiting and returns when it has left, or after a second.
    func flush() {
        state.withLock { $0.isStopped = true }
        wake.signal()
        _ = finished.wait(timeout: .now() + 1)
    }

    /// What the log says of the records that it does not have.
    static func record(ofDropped count: Int) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("time", Clock.system.now.iso8601)
        writer.member("level", "warning")
        writer.member("message", "the log was not read, and records were dropped")
        writer.member("records", String(count))
        writer.endObject()
        writer.endLine()
        return writer.bytes
    }

    private func run() {
        while true {
            wake.wait()
            let (lines, dropped, isStopped) = state.withLock { state in
                defer {
                    state.lines = []
                    state.dropped = 0
                }
                return (state.lines, state.dropped, state.isStopped)
            }
            var text: [UInt8] = []
            for line in lines { text += line }
            if dropped > 0 { text += Self.record(ofDropped: dropped) }
            do throws(FileSystemFault) {
                try StandardStreams.write(text, to: .error)
            } catch {
                // A log that cannot be written is no reason to stop a server. What of it was
                // written nobody knows, so that all of it counts as dropped.
                state.withLock { $0.dropped += lines.count + dropped }
            }
            if isStopped {
                finished.signal()
                return
            }
        }
    }
}

/// The handler behind every logger of the server: one JSON object per line.
struct JSONLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var writer = JSONWriter(reservingCapacity: 256)
        writer.beginObject()
        writer.member("time", Clock.system.now.iso8601)
        writer.member("level", event.level.rawValue)
        writer.member("message", event.message.description)
        for (key, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 })
            .sorted(by: { $0.key < $1.key })
        {
            writer.key(text: key)
            writer.string(value.description)
        }
        writer.endObject()
        writer.endLine()
        LogWriter.shared.write(writer.bytes)
    }
}
