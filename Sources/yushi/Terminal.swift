// The two streams of the command line: results go to the standard output, and everything that
// people have to know besides goes to the standard error.

internal import Files
internal import Glibc

/// The standard streams.
enum Terminal {
    /// Writes a line to the standard output.
    static func print(_ line: String) {
        write(Array(line.utf8) + [0x0A], to: .output)
    }

    /// Writes bytes and LF to the standard output.
    static func print(_ bytes: [UInt8]) {
        write(bytes + [0x0A], to: .output)
    }

    /// Writes bytes to the standard output as they are.
    static func write(_ bytes: [UInt8]) {
        write(bytes, to: .output)
    }

    /// Writes a line to the standard error.
    static func say(_ line: String) {
        write(Array(line.utf8) + [0x0A], to: .error)
    }

    /// Draws a line of the standard error anew.
    static func draw(_ line: String) {
        write(Array("\r\u{1B}[K\(line)".utf8), to: .error)
    }

    /// The columns of the terminal: those that `COLUMNS` gives, else those of the terminal; nil
    /// when the output goes somewhere else.
    static var columns: Int? {
        if let text = SystemFiles.environment("COLUMNS"), let value = Int(text), value > 0 {
            return value
        }
        var size = winsize()
        let status = unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size)
        return status == 0 && size.ws_col > 0 ? Int(size.ws_col) : nil
    }

    /// Results that cannot be written end the program, with a status that says so: whoever goes on
    /// with a part would take it for the whole.
    private static func write(_ bytes: [UInt8], to stream: StandardStreams.Output) {
        do throws(FileSystemFault) {
            try StandardStreams.write(bytes, to: stream)
        } catch {
            // Of the standard error itself there is nobody to tell.
            guard stream == .output else { return }
            end(after: error)
        }
    }

    /// Ends the program because a result could not be written.
    static func end(after fault: FileSystemFault) -> Never {
        // As it ends where the signal is not ignored.
        if fault.isReaderGone { exit(128 + SIGPIPE) }
        say(ErrorText.error.filled(ErrorText.outputLost.filled(Table.plain(fault.description))))
        exit(ExitStatus.outputLost.rawValue)
    }
}
