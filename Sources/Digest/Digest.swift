// The few cryptographic primitives the server needs, all from OpenSSL: the digest that stands in
// for bearer tokens and names persons under pseudonyms, and random bytes for keys.

internal import COpenSSL

/// Cryptographic digests and random bytes.
///
/// Every function is pure or draws from the system's generator; all may be called on any thread.
/// OpenSSL can fail here only when it is broken or out of memory, so that a failure traps.
public enum Digest {
    /// The number of bytes of a SHA-256 digest.
    public static let sha256ByteCount = 32

    /// The SHA-256 digest of `bytes`: 32 bytes.
    public static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: sha256ByteCount)
        let status = unsafe bytes.withUnsafeBytes { input in
            unsafe digest.withUnsafeMutableBufferPointer { output in
                unsafe EVP_Digest(
                    input.baseAddress, input.count, output.baseAddress, nil, EVP_sha256(), nil)
            }
        }
        precondition(status == 1, "OpenSSL cannot compute SHA-256")
        return digest
    }

    /// The bytes in lower-case hexadecimal, two digits for each byte, the high digit first.
    public static func hex(_ bytes: [UInt8]) -> String {
        let digits: StaticString = "0123456789abcdef"
        return unsafe String(unsafeUninitializedCapacity: bytes.count * 2) { output in
            for (index, byte) in bytes.enumerated() {
                unsafe output[index * 2] = digits.utf8Start[Int(byte >> 4)]
                unsafe output[index * 2 + 1] = digits.utf8Start[Int(byte & 15)]
            }
            return bytes.count * 2
        }
    }

    /// Bytes from the cryptographically secure generator.
    ///
    /// - Parameter byteCount: 0 to 2^31 - 1.
    public static func random(byteCount: Int) -> [UInt8] {
        precondition(byteCount >= 0 && byteCount <= Int32.max, "no such number of bytes")
        guard byteCount > 0 else { return [] }
        var bytes = [UInt8](repeating: 0, count: byteCount)
        let status = unsafe bytes.withUnsafeMutableBufferPointer { output in
            unsafe RAND_bytes(output.baseAddress, Int32(byteCount))
        }
        precondition(status == 1, "OpenSSL has no random bytes")
        return bytes
    }
}
