import Testing
import Wire

/// A framer sees the same lines however the stream is cut, and holds nothing it need not hold.
struct LineFramerTests {
    enum Seen: Equatable {
        case line(String)
        case tooLong
    }

    private func frames(_ chunks: [[UInt8]], bytesMax: Int) -> [Seen] {
        var framer = LineFramer(lineBytesMax: bytesMax)
        var seen: [Seen] = []
        for chunk in chunks {
            framer.append(chunk)
            while let framed = framer.next() {
                switch framed {
                case .line(let range):
                    seen.append(.line(String(decoding: framer.buffer[range], as: UTF8.self)))
                case .tooLong: seen.append(.tooLong)
                }
            }
            #expect(framer.buffer.count <= 2 * bytesMax + chunk.count)
        }
        return seen
    }

    @Test func linesEndWithLF() {
        let stream = Array("one\ntwo\r\n\n\r\nthree\rfour\n\r\r\nfive".utf8)
        let expected: [Seen] = [
            .line("one"), .line("two"), .line("three\rfour"), .line("\r"),
        ]
        #expect(frames([stream], bytesMax: 100) == expected)
        #expect(frames(stream.map { [$0] }, bytesMax: 100) == expected)
    }

    @Test func aLineAtTheLimitIsGoodAndOneByteMoreIsTold() {
        let stream = Array("12345\n123456\n1234\r\n12345\r\n1\n".utf8)
        let expected: [Seen] = [
            .line("12345"), .tooLong, .line("1234"), .tooLong, .line("1"),
        ]
        #expect(frames([stream], bytesMax: 5) == expected)
        #expect(frames(stream.map { [$0] }, bytesMax: 5) == expected)
    }

    @Test func aLongLineIsToldAtOnceAndOnceAndNotStored() {
        var framer = LineFramer(lineBytesMax: 10)
        framer.append(Array(repeating: 65, count: 10))
        #expect(framer.next() == nil)
        framer.append([65])
        #expect(framer.next() == .tooLong)
        for _ in 0..<1000 {
            framer.append(Array(repeating: 65, count: 1000))
            #expect(framer.buffer.isEmpty)
            #expect(framer.next() == nil)
        }
        framer.append(Array("tail\nnext\n".utf8))
        guard case .line(let range) = framer.next() else {
            Issue.record("the line after the long one is lost")
            return
        }
        #expect(framer.buffer[range] == Array("next".utf8)[...])
        #expect(framer.next() == nil)
    }

    @Test func theLimitCanBeRaised() {
        var framer = LineFramer(lineBytesMax: 4)
        framer.append(Array("abc\nabcdefgh\n".utf8))
        #expect(framer.next() == .line(0..<3))
        framer.lineBytesMax = 8
        #expect(framer.next() == .line(4..<12))
        #expect(framer.next() == nil)
    }

    @Test func anIdleFramerHoldsNothing() {
        var framer = LineFramer(lineBytesMax: 1_000_000)
        framer.append(Array(repeating: 65, count: 900_000) + [10])
        #expect(framer.next() == .line(0..<900_000))
        #expect(framer.next() == nil)
        #expect(framer.buffer.capacity == 0)
        // Half a line behind a long one is kept in a buffer of its own size.
        framer.append(Array(repeating: 65, count: 900_000) + [10, 66])
        #expect(framer.next() == .line(0..<900_000))
        #expect(framer.next() == nil)
        #expect(framer.buffer.capacity < 1000)
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
    func theCutsOfTheStreamDoNotMatter(_ seed: UInt64) {
        print("seed \(seed)")
        var random = SeededGenerator(state: seed)
        for _ in 0..<200 {
            let bytesMax = Int.random(in: 1...40, using: &random)
            var stream: [UInt8] = []
            for _ in 0..<Int.random(in: 0...30, using: &random) {
                let length = Int.random(in: 0...(bytesMax + 3), using: &random)
                stream += (0..<length).map { _ in UInt8.random(in: 97...122, using: &random) }
                if Bool.random(using: &random) { stream.append(13) }
                if Int.random(in: 0..<10, using: &random) > 0 { stream.append(10) }
            }
            let whole = frames([stream], bytesMax: bytesMax)
            #expect(frames(stream.map { [$0] }, bytesMax: bytesMax) == whole)
            var pieces: [[UInt8]] = []
            var rest = stream[...]
            while !rest.isEmpty {
                let length = Int.random(in: 0...20, using: &random)
                pieces.append(Array(rest.prefix(length)))
                rest = rest.dropFirst(length)
            }
            #expect(frames(pieces, bytesMax: bytesMax) == whole)
        }
    }
}
