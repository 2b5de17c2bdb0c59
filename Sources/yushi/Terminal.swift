// The two streams of the command line: results go to the standard output, and everything that
// people have to know besides goes to the standard error.

internal import Files
internal import Glibc

/// The standard streams.
enum Terminal {
    /// Writes a line to the standard output.
    static func print(_ line: String) {
        write(Array(line.utf8) + [0x0A], to: STDOUT_FILENO)
    }

    /// Writes bytes and LF to the standard output.
    static func print(_ bytes: [UInt8]) {
        write(bytes + [0x0A], to: STDOUT_FILENO)
    }

    /// Writes bytes to the standard output as they are.
    static func write(_ bytes: [UInt8]) {
        write(bytes, to: STDOUT_FILENO)
    }

    /// Writes a line to the standard error.
    static func say(_ line: String) {
        write(Array(line.utf8) + [0x0A], to: STDERR_FILENO)
    }

    /// Draws a line of the standard error anew.
    static func draw(_ line: String) {
        write(Array("\r\u{1B}[K\(line)".utf8), to: STDERR_FILENO)
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

    private static func write(_ bytes: [UInt8], to stream: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.write(stream, $0.baseAddress, $0.count)
            }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                // Nobody reads any more, and there is nobody to tell.
                return
            }
        }
    }
}
