internal import Files

extension ReferenceData {
    /// Puts new content in the place of a file, or makes the file. A reader, and a crash at any
    /// time, finds the old content or the new one, never a part. Owner and mode stay as they were:
    /// what reads the old file must be able to read the new one.
    ///
    /// - Throws: ``FileFault`` when it cannot be done; then the old file is untouched.
    public static func replace(_ path: String, with bytes: [UInt8]) throws(FileFault) {
        do throws(FileSystemFault) {
            try SystemFiles.write(bytes, to: path, owner: .kept)
        } catch {
            throw FileFault(
                file: path, line: 1, reason: "the file cannot be replaced: \(error.reason)")
        }
    }
}
