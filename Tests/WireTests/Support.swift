import Glibc
import JSONText
import Supervision
import Wire

/// SplitMix64: small, and the same on every machine for the same seed.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

func decode(_ line: String) -> DecodedLine {
    let bytes = Array(line.utf8)
    return RequestDecoder().decode(bytes, bytes.indices)
}

/// The one call of a line; nil when the line is no single call.
func decodeOne(_ line: String) -> Decoded? {
    if case .single(let call) = decode(line) { call } else { nil }
}

/// The error of a line that is one refused request with id 1.
func refusal(_ line: String) -> WireError? {
    guard case .refused(let id, _, let error) = decodeOne(line),
        id == RequestID(json: Array("1".utf8))
    else { return nil }
    return error
}

/// The request of a line that is one good request.
func request(_ line: String) -> Request? {
    if case .request(let request) = decodeOne(line) { request } else { nil }
}

func line(_ method: String, _ params: String) -> String {
    #"{"jsonrpc":"2.0","id":1,"method":"\#(method)","params":\#(params)}"#
}

func object(_ members: [(name: String, value: String)]) -> String {
    "{" + members.map { "\"\($0.name)\":\($0.value)" }.joined(separator: ",") + "}"
}

extension WireError {
    var parameter: String? {
        for case .parameter(let path) in details { return path }
        return nil
    }

    var missing: [String] {
        for case .missing(let names) in details { return names }
        return []
    }

    var didYouMean: String? {
        for case .didYouMean(let name) in details { return name }
        return nil
    }

    var allowed: [String] {
        for case .allowed(let values) in details { return values }
        return []
    }
}

/// What `body` writes, as text.
func written(_ body: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter()
    body(&writer)
    return String(decoding: writer.bytes, as: UTF8.self)
}

/// The folder of this test, and a file of the repository beside it.
func path(_ relative: String, from file: String = #filePath) -> String {
    let folder = file.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    return folder.joined(separator: "/") + "/" + relative
}

/// The bytes of a file; nil when it cannot be opened.
func contents(of path: String) -> [UInt8]? {
    guard let file = unsafe fopen(path, "r") else { return nil }
    defer { unsafe fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
        let count = unsafe fread(&chunk, 1, chunk.count, file)
        if count == 0 { return bytes }
        bytes += chunk[..<count]
    }
}

/// The names in a folder, sorted; nothing when there is no such folder.
func names(in folder: String) -> [String] {
    guard let directory = unsafe opendir(folder) else { return [] }
    defer { unsafe closedir(directory) }
    var names: [String] = []
    while let entry = unsafe readdir(directory) {
        let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
            unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) {
                unsafe String(cString: $0)
            }
        }
        if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
}
