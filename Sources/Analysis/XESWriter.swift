// XES (IEEE 1849): a trace for each matter, with the extensions concept, time, lifecycle and
// organizational. A trace begins with the first event of its matter, so nothing is held back.

/// Writes an event log of cases.
public struct XESWriter: HistoryWriter {
    public let wantsOrgans = false
    private var isOpen = false

    public init() {}

    public mutating func begin(into output: inout [UInt8]) {
        output += Array(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <log xes.version="1849-2016" xes.features="" xmlns="http://www.xes-standard.org/">
            <extension name="Concept" prefix="concept" \
            uri="http://www.xes-standard.org/concept.xesext"/>
            <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
            <extension name="Lifecycle" prefix="lifecycle" \
            uri="http://www.xes-standard.org/lifecycle.xesext"/>
            <extension name="Organizational" prefix="org" \
            uri="http://www.xes-standard.org/org.xesext"/>
            <global scope="trace">
            <string key="concept:name" value=""/>
            </global>
            <global scope="event">
            <string key="concept:name" value=""/>
            <date key="time:timestamp" value="1970-01-01T00:00:00.000Z"/>
            <string key="lifecycle:transition" value="complete"/>
            </global>
            <classifier name="event" keys="concept:name"/>
            <string key="concept:name" value="yushi"/>

            """.utf8)
    }

    public mutating func write(
        _ event: EventRecord, of matter: MatterRecord, into output: inout [UInt8],
        spool: inout [UInt8]
    ) {
        if !isOpen { begin(matter, into: &output) }
        isOpen = true
        output += Array("<event>\n".utf8)
        Self.string("concept:name", event.name, into: &output)
        Self.element("date", "time:timestamp", event.time, into: &output)
        Self.string("lifecycle:transition", "complete", into: &output)
        if let person = event.person { Self.string("org:resource", person, into: &output) }
        Self.string("id", event.id, into: &output)
        Self.element("int", "version", String(event.version), into: &output)
        if let document = event.document {
            Self.string("document", document.number, into: &output)
        }
        let attributes = event.organAttributes + event.attributes + event.texts
        for attribute in attributes.withDistinctNames {
            Self.write(attribute, into: &output)
        }
        output += Array("</event>\n".utf8)
    }

    private func begin(_ matter: MatterRecord, into output: inout [UInt8]) {
        output += Array("<trace>\n".utf8)
        Self.string("concept:name", matter.id, into: &output)
        Self.string("kind", matter.kind, into: &output)
        Self.string("supervising", matter.supervising, into: &output)
        Self.string(
            "supervised", matter.supervised.joined(separator: " "), into: &output)
        for attribute in matter.attributes { Self.write(attribute, into: &output) }
        if let summary = matter.summary { Self.string("summary", summary, into: &output) }
    }

    public mutating func end(
        _ matter: MatterRecord, into output: inout [UInt8], spool: inout [UInt8]
    ) {
        isOpen = false
        output += Array("</trace>\n".utf8)
    }

    public mutating func write(_ organ: OrganRecord, spool: inout [UInt8]) {}

    public mutating func beginSpooled(into output: inout [UInt8]) {}

    public mutating func end(into output: inout [UInt8]) {
        output += Array("</log>\n".utf8)
    }

    private static func write(_ attribute: Attribute, into output: inout [UInt8]) {
        let type =
            switch attribute.value {
            case .text: "string"
            case .integer: "int"
            case .flag: "boolean"
            }
        element(type, attribute.name, attribute.value.text, into: &output)
    }

    private static func string(_ key: String, _ value: String, into output: inout [UInt8]) {
        element("string", key, value, into: &output)
    }

    private static func element(
        _ type: String, _ key: String, _ value: String, into output: inout [UInt8]
    ) {
        let line = "<\(type) key=\"\(escaped(key))\" value=\"\(escaped(value))\"/>\n"
        output += Array(line.utf8)
    }

    /// A text as the value of an attribute of XML. White space is written by number, because a
    /// reader would make spaces of it. A character that XML cannot hold at all becomes U+FFFD.
    static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result.append(contentsOf: "&amp;".unicodeScalars)
            case "<": result.append(contentsOf: "&lt;".unicodeScalars)
            case ">": result.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
            case "\t", "\n", "\r":
                result.append(contentsOf: "&#\(scalar.value);".unicodeScalars)
            case "\0"..<" ", "\u{FFFE}", "\u{FFFF}": result.append("\u{FFFD}")
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}
