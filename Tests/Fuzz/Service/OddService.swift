import Apixo
import Programs
import Synchronization
import Tasks

/// A service that has lost its mind: what it should say, changed at random. The same seed says the
/// same to the same calls, in whatever order they come.
public final class OddService: Sendable {
    private enum Kind: CaseIterable {
        case submit, poll, balance, file
    }

    private struct Book {
        /// How often each call came.
        var counts: [String: Int] = [:]
        var odd = 0
        var hasLimited = false
    }

    private let seed: UInt64
    private let oddKinds: Set<Kind>
    private let mayLimit: Bool
    private let book = Mutex(Book())

    public init(seed: UInt64) {
        self.seed = seed
        var random = SplitMix(seed: seed)
        let odd = Kind.allCases.filter { _ in Int.random(in: 0..<3, using: &random) > 0 }
        oddKinds = Set(odd.isEmpty ? [.poll] : odd)
        mayLimit = Int.random(in: 0..<5, using: &random) == 0
    }

    /// How many odd answers were given.
    public var count: Int { book.withLock { $0.odd } }
    /// Whether it said 429 in some place: it is then left alone for up to an hour.
    public var hasLimited: Bool { book.withLock { $0.hasLimited } }

    /// - Parameter port: On which it is asked.
    public func answer(to request: PlainServer.Request, on port: UInt16) -> [UInt8] {
        let turn = book.withLock { book in
            book.counts[request.name, default: 0] += 1
            return book.counts[request.name] ?? 0
        }
        var random = SplitMix(seed: FNV(seed: seed).taking("\(request.name) \(turn)".utf8).value)
        let isOdd = isOdd(request) && Int.random(in: 0..<8, using: &random) > 0
        let good = GoodAnswer(to: request, hasEnded: Int.random(in: 0..<3, using: &random) > 0)
        guard isOdd else { return good.bytes(on: port) }
        let bytes = odd(good, using: &random)
        book.withLock { book in
            book.odd += 1
            if bytes.contains(Array("429".utf8)) { book.hasLimited = true }
        }
        return bytes.replacing(Array(OddAddress.port.utf8), with: Array("\(port)".utf8))
    }

    private func isOdd(_ request: PlainServer.Request) -> Bool {
        let kind: Kind =
            if request.method == "POST" {
                .submit
            } else if request.path.contains("/current-balance") {
                .balance
            } else if request.path.contains("?taskId=") {
                .poll
            } else {
                .file
            }
        return oddKinds.contains(kind)
    }

    private func odd(_ good: GoodAnswer, using random: inout SplitMix) -> [UInt8] {
        var body = oddBody(good, using: &random)
        if !mayLimit { body = body.replacing(Array("429".utf8), with: Array("428".utf8)) }
        let length = body.replacing(Array(OddAddress.port.utf8), with: Array("12345".utf8)).count
        let head = OddHead(length: length, mayLimit: mayLimit, using: &random)
        if head.lines.contains(where: { $0.hasSuffix("chunked") }) {
            body = Chunks.around(body, using: &random)
        }
        return Array(head.text.utf8) + body
    }

    private func oddBody(_ good: GoodAnswer, using random: inout SplitMix) -> [UInt8] {
        let choice = Int.random(in: 0..<10, using: &random)
        switch good {
        case _ where choice == 0: return []
        case _ where choice == 1: return Array("<html>\u{0}502 Bad Gateway</html>".utf8)
        case .file(let bytes):
            return ByteMutation.allCases.randomElement(using: &random)?
                .applied(to: bytes, using: &random) ?? bytes
        case .json(let json):
            var tree = OddJSON(json.isTask && choice == 2 ? .failedTask : json)
            for _ in 0..<Int.random(in: 1...3, using: &random) { tree.change(using: &random) }
            return Array(tree.text.utf8)
        }
    }
}

extension JSON {
    fileprivate var isTask: Bool { self["data"]?["state"] != nil }

    fileprivate static let failedTask = JSON.object([
        "code": .integer(200), "data": .object(GoodAnswer.failed("task_1")),
    ])
}

extension PlainServer.Request {
    /// Tells it from others, whenever it comes and however it is written.
    fileprivate var name: String {
        let prompt = JSON(parsing: body)?["input"]?["prompt"]?.string
        return "\(method) \(path) \(prompt ?? "")"
    }
}
