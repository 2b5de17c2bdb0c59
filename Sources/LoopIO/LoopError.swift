internal import CUV

/// An operating error of the event loop: which operation failed, and what the system said.
///
/// Every return code of libuv passes through `check`, so no failure goes by unnamed. Misuse of this
/// module's interface is no `LoopError`: it traps.
public struct LoopError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The operation that failed, by its name in libuv without the prefix: `listen`, `tcp_bind`.
    public var operation: String

    /// libuv's code: the negated errno, or a number below -3000 for libuv's own.
    public var code: Int32

    /// The symbol of the code, such as `EADDRINUSE`.
    public var name: String

    /// The system's sentence for the code, such as `address already in use`.
    public var message: String

    /// `operation: NAME: message`
    public var description: String { "\(operation): \(name): \(message)" }

    init(_ operation: String, _ code: Int32) {
        self.operation = operation
        self.code = code
        // The variants with a buffer; the others leak a string for a code that they do not know.
        name = unsafe Self.text { buffer, size in unsafe uv_err_name_r(code, buffer, size) }
        message = unsafe Self.text { buffer, size in unsafe uv_strerror_r(code, buffer, size) }
    }

    private static func text(
        _ fill: (UnsafeMutablePointer<CChar>, Int) -> UnsafeMutablePointer<CChar>?
    ) -> String {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 160) { buffer in
            // A temporary allocation of 160 elements has a base address.
            let start = buffer.baseAddress!
            _ = unsafe fill(start, buffer.count)
            return unsafe String(cString: start)
        }
    }
}

/// Lets a code of success through and throws a failure with the operation's name.
func check(_ operation: String, _ code: Int32) throws(LoopError) {
    if code < 0 { throw LoopError(operation, code) }
}
