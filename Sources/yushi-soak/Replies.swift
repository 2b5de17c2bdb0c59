internal import Client
internal import JSONText
internal import Soak

extension Reply {
    /// The result of an accepted command; nil for any other answer.
    init?(_ message: JSONDocument) {
        guard let result = message.member("result", of: 0), message.kind(result) == .object,
            let matter = message.text("matter", of: result),
            let version = message.number("version", of: result),
            let position = message.number("position", of: result)
        else { return nil }
        var answer = Accepted(matter: matter, version: Int(version), position: Int(position))
        if let document = message.member("document", of: result) {
            answer.document = message.text("number", of: document)
        }
        var replayed = false
        for member in message.members(result) {
            if message.stringEquals(member.key, "replayed") {
                replayed = message.kind(member.value) == .bool && message.bool(member.value)
            } else {
                let value = String(decoding: message.json(member.value), as: UTF8.self)
                answer.rest += "\(message.string(member.key))=\(value) "
            }
        }
        self.init(answer, replayed: replayed)
    }
}

extension JSONDocument {
    /// Whether an error says that the same request may succeed later.
    var isRetryable: Bool {
        guard let error = member("error", of: 0), let data = member("data", of: error),
            kind(data) == .object, let retryable = member("retryable", of: data)
        else { return false }
        return kind(retryable) == .bool && bool(retryable)
    }
}
