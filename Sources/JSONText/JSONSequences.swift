// Walking the children of a container. The sequences hold the nodes of the document as they were;
// they allocate nothing, and a document that is parsed into meanwhile leaves them unchanged.

internal import CJSON

extension JSONDocument {
    /// The elements of an array, as nodes, in their order.
    public func elements(_ node: Int) -> Elements {
        expect(.array, node)
        return Elements(nodes: nodes, position: node + 1, end: Int(nodes[node].end))
    }

    /// The members of an object, as the nodes of key and value, in their order.
    public func members(_ node: Int) -> Members {
        expect(.object, node)
        return Members(nodes: nodes, position: node + 1, end: Int(nodes[node].end))
    }

    /// The nodes of an array's elements.
    public struct Elements: Sequence, IteratorProtocol, Sendable {
        let nodes: [cjson_node]
        var position: Int
        let end: Int

        public mutating func next() -> Int? {
            guard position < end else { return nil }
            let node = position
            position = Int(nodes[node].end)
            return node
        }
    }

    /// The nodes of an object's keys and values.
    public struct Members: Sequence, IteratorProtocol, Sendable {
        let nodes: [cjson_node]
        var position: Int
        let end: Int

        public mutating func next() -> (key: Int, value: Int)? {
            guard position < end else { return nil }
            let key = position
            position = Int(nodes[key + 1].end)
            return (key, key + 1)
        }
    }
}
