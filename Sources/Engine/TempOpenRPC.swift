internal import JSONText
enum OpenRPC { static func write(into writer: inout JSONWriter) { writer.null() } }
