extension RandomAccessCollection where Index == Int {
    /// The first index whose element is wanted, in a collection in which those that are not wanted
    /// stand before those that are; `endIndex` when none is.
    @inline(__always)
    func partitioningIndex(where isWanted: (Element) -> Bool) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = (low + high) / 2
            if isWanted(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
