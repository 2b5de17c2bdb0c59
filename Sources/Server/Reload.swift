internal import Engine
internal import Logging
internal import ReferenceData

// SIGHUP: the four files are read again while the server runs.

extension Service {
    /// Reads all files and hands them to the core as one value. The first mistake in any of them
    /// refuses them all, and everything stays as it was. Reading takes the loop's thread for a few
    /// milliseconds, so that no request is judged by half of the new files.
    func reload() {
        guard !ending.isDraining else { return }
        do throws(FileFault) {
            feed(.reload(try settings.readFiles()))
        } catch {
            log.error(
                "reload refused",
                metadata: [
                    "file": "\(error.file)", "line": "\(error.line)", "reason": "\(error.reason)",
                ])
        }
    }
}
