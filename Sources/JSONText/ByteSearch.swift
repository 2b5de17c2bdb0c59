internal import CJSON

extension [UInt8] {
    /// The index of the first such byte at or after `start`, many bytes at a time.
    public func firstIndex(of byte: UInt8, from start: Int) -> Int? {
        precondition(start >= 0, "a search begins inside the array")
        let index = unsafe withUnsafeBufferPointer {
            unsafe cjson_find_byte($0.baseAddress, $0.count, start, byte)
        }
        return index < count ? index : nil
    }
}
