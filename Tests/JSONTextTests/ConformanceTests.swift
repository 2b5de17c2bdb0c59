// The public conformance suite, nst/JSONTestSuite: files named y_ are JSON, n_ are not, and i_ are
// for the implementation to decide. This reader takes fewer texts than RFC 8259 allows; which of
// the y_ and i_ files it refuses, and by which rule, stands here name by name.
//
// deploy/fetch-json-suite fetches the files; the directory is given in YUSHI_JSON_SUITE.

import Glibc
import JSONText
import Testing

private let suite = environment("YUSHI_JSON_SUITE")

@Suite(
    .enabled(
        if: suite != nil,
        "YUSHI_JSON_SUITE is unset: run deploy/fetch-json-suite DIRECTORY and name it there"))
struct ConformanceTests {
    /// JSON, but with a fraction, an exponent or a key that stands twice.
    private static let refusedThoughJSON: [String: JSONFault.Kind] = [
        "y_number": .number,
        "y_number_0e+1": .number,
        "y_number_0e1": .number,
        "y_number_double_close_to_zero": .number,
        "y_number_int_with_exp": .number,
        "y_number_real_capital_e": .number,
        "y_number_real_capital_e_neg_exp": .number,
        "y_number_real_capital_e_pos_exp": .number,
        "y_number_real_exponent": .number,
        "y_number_real_fraction_exponent": .number,
        "y_number_real_neg_exp": .number,
        "y_number_real_pos_exponent": .number,
        "y_number_simple_real": .number,
        "y_object_duplicated_key": .duplicateKey,
        "y_object_duplicated_key_and_value": .duplicateKey,
        "y_object_extreme_numbers": .number,
        "y_structure_lonely_negative_real": .number,
    ]

    /// What RFC 8259 leaves open. Every one is refused here; nil would mean accepted.
    private static let decided: [String: JSONFault.Kind?] = [
        "i_number_double_huge_neg_exp": .number,
        "i_number_huge_exp": .number,
        "i_number_neg_int_huge_exp": .number,
        "i_number_pos_double_huge_exp": .number,
        "i_number_real_neg_overflow": .number,
        "i_number_real_pos_overflow": .number,
        "i_number_real_underflow": .number,
        "i_number_too_big_neg_int": .number,
        "i_number_too_big_pos_int": .number,
        "i_number_very_big_negative_int": .number,
        "i_object_key_lone_2nd_surrogate": .encoding,
        "i_string_1st_surrogate_but_2nd_missing": .encoding,
        "i_string_1st_valid_surrogate_2nd_invalid": .encoding,
        // UTF-16 is no UTF-8, but its zero bytes are met first.
        "i_string_UTF-16LE_with_BOM": .syntax,
        "i_string_UTF-8_invalid_sequence": .encoding,
        "i_string_UTF8_surrogate_U+D800": .encoding,
        "i_string_incomplete_surrogate_and_escape_valid": .encoding,
        "i_string_incomplete_surrogate_pair": .encoding,
        "i_string_incomplete_surrogates_escape_valid": .encoding,
        "i_string_invalid_lonely_surrogate": .encoding,
        "i_string_invalid_surrogate": .encoding,
        "i_string_invalid_utf-8": .encoding,
        "i_string_inverted_surrogates_U+1D11E": .encoding,
        "i_string_iso_latin_1": .encoding,
        "i_string_lone_second_surrogate": .encoding,
        "i_string_lone_utf8_continuation_byte": .encoding,
        "i_string_not_in_unicode_range": .encoding,
        "i_string_overlong_sequence_2_bytes": .encoding,
        "i_string_overlong_sequence_6_bytes": .encoding,
        "i_string_overlong_sequence_6_bytes_null": .encoding,
        "i_string_truncated-utf-8": .encoding,
        "i_string_utf16BE_no_BOM": .syntax,
        "i_string_utf16LE_no_BOM": .syntax,
        "i_structure_500_nested_arrays": .depth,
        "i_structure_UTF-8_BOM_empty_object": .encoding,
    ]

    @Test func everyFileIsJudgedAsExpected() throws {
        let directory = try #require(suite)
        var met: [Character: Int] = [:]
        var named = Set(Self.refusedThoughJSON.keys).union(Self.decided.keys)
        for name in try fileNames(in: directory) {
            guard let letter = name.first, name.dropFirst().first == "_" else {
                Issue.record("\(name) is in no table")
                continue
            }
            met[letter, default: 0] += 1
            named.remove(name)
            let outcome = read(try contents(of: "\(directory)/\(name).json"))
            switch letter {
            case "n": expectRefused(outcome, name)
            case "y": expect(outcome, Self.refusedThoughJSON[name], name)
            case "i":
                print("\(name): \(outcome)")
                guard let kind = Self.decided[name] else {
                    Issue.record("\(name) is in no table")
                    continue
                }
                expect(outcome, kind, name)
            default: Issue.record("\(name) is in no table")
            }
        }
        #expect(named.isEmpty, "named here, but not in the suite")
        #expect(met == ["y": 95, "n": 188, "i": 35])
    }

    private func expect(_ outcome: Outcome, _ kind: JSONFault.Kind?, _ name: String) {
        if let kind {
            #expect(outcome == .refused(kind), "\(name)")
        } else if case .refused(let kind) = outcome {
            Issue.record("\(name) was refused: \(kind)")
        }
    }

    private func expectRefused(_ outcome: Outcome, _ name: String) {
        if case .accepted = outcome { Issue.record("\(name) was accepted") }
    }
}

private struct FileError: Error {
    let path: String
}

/// The names in a directory that end in `.json`, without that ending, sorted.
private func fileNames(in directory: String) throws -> [String] {
    guard let stream = unsafe opendir(directory) else { throw FileError(path: directory) }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
        let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) {
            unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        if name.hasSuffix(".json") { names.append(String(name.dropLast(5))) }
    }
    return names.sorted()
}

private func contents(of path: String) throws -> [UInt8] {
    guard let file = unsafe fopen(path, "rb") else { throw FileError(path: path) }
    defer { unsafe fclose(file) }
    var content: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
        let count = unsafe fread(&chunk, 1, chunk.count, file)
        guard count > 0 else { return content }
        content += chunk[..<count]
    }
}
