internal import ArgumentParser
internal import Glibc

struct Sync: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measures the disk: one fdatasync after each small append to a file.")

    @Option(help: "The directory of the file, which is removed at the end.")
    var directory: String

    @Option(help: "Bytes of an append.")
    var bytes = 300

    @Option(help: "How long is counted, after half a second of running in.")
    var seconds = 5.0

    func validate() throws { try yushi_load.validate(seconds: seconds) }

    func run() throws {
        do throws(LoadFault) {
            let path = "\(directory)/yushi-load-sync-\(getpid())"
            let file = unsafe open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
            guard file >= 0 else { throw .system("open \(path)") }
            defer { _ = close(file) }
            _ = unsafe unlink(path)
            let content = [UInt8](repeating: 0x2E, count: max(bytes, 1))
            var latency = Latency()
            var count = 0
            let countFrom = monotonicNanoseconds() + 500_000_000
            let countUntil = countFrom + Int64(seconds * 1e9)
            var began = countFrom - 1
            while began < countUntil {
                let written = unsafe content.withUnsafeBytes {
                    unsafe write(file, $0.baseAddress, $0.count)
                }
                guard written == content.count else { throw .system("write") }
                began = monotonicNanoseconds()
                guard fdatasync(file) == 0 else { throw .system("fdatasync") }
                guard began >= countFrom else { continue }
                latency.record(nanoseconds: monotonicNanoseconds() - began)
                count += 1
            }
            say(summary([("syncs", "\(count)")] + latency.values()))
        } catch {
            complain("yushi-load: \(error)")
            throw ExitCode(1)
        }
    }
}
