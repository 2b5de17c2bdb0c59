// Short texts that are much alike, packed with LZ4 and a dictionary of what they have in common:
// a matter as text takes a third of its memory, and a few microseconds to be had back.

internal import CLZ4

/// Packs and unpacks texts. It keeps its tables and belongs to one thread.
///
/// What was packed can be unpacked only with the same dictionary.
@safe public final class Packer {
    private let dictionary: [UInt8]
    private let stream: UnsafeMutablePointer<LZ4_stream_t>

    /// - Parameter dictionary: a text like those that will be packed, of at most 64 KiB.
    public init(dictionary: [UInt8]) {
        guard let stream = unsafe LZ4_createStream() else {
            preconditionFailure("there is no memory for the packer")
        }
        unsafe self.stream = stream
        self.dictionary = dictionary
    }

    deinit {
        unsafe LZ4_freeStream(stream)
    }

    /// The packed form of a text of at most a gigabyte. It does not tell how long the text was.
    public func pack(_ text: [UInt8]) -> [UInt8] {
        let capacity = Int(LZ4_compressBound(Int32(text.count)))
        return unsafe dictionary.withUnsafeBytes { dictionary in
            _ = unsafe LZ4_loadDict(
                stream, dictionary.bindMemory(to: CChar.self).baseAddress,
                Int32(dictionary.count))
            return unsafe Array(unsafeUninitializedCapacity: capacity) { packed, count in
                unsafe text.withUnsafeBytes { text in
                    let packed = UnsafeMutableRawBufferPointer(packed)
                    let written = unsafe LZ4_compress_fast_continue(
                        stream, text.bindMemory(to: CChar.self).baseAddress,
                        packed.bindMemory(to: CChar.self).baseAddress, Int32(text.count),
                        Int32(capacity), 1)
                    precondition(written > 0, "a text fits where the longest of its form does")
                    count = Int(written)
                }
            }
        }
    }

    /// The text of `count` bytes that was packed; nil when the bytes are not the packed form of
    /// such a text.
    public func unpack(_ packed: ArraySlice<UInt8>, count: Int) -> [UInt8]? {
        var length: Int32 = -1
        let text = unsafe dictionary.withUnsafeBytes { dictionary in
            unsafe Array<UInt8>(unsafeUninitializedCapacity: count) { text, written in
                length = unsafe packed.withUnsafeBytes { packed in
                    let text = UnsafeMutableRawBufferPointer(text)
                    return unsafe LZ4_decompress_safe_usingDict(
                        packed.bindMemory(to: CChar.self).baseAddress,
                        text.bindMemory(to: CChar.self).baseAddress, Int32(packed.count),
                        Int32(count), dictionary.bindMemory(to: CChar.self).baseAddress,
                        Int32(dictionary.count))
                }
                written = max(0, Int(length))
            }
        }
        return Int(length) == count ? text : nil
    }
}
