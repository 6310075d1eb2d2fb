import Foundation
import Programs
import Synchronization
import Testing

/// Answers whose status is no number that HTTP knows, which a library does not survive.
struct StatusTests {
    private static let codes = ["000", "099", "0", "99", "1000", "-1"]

    private let folder: Folder

    init() throws { folder = try .withQuickModel() }

    private static func odd(_ code: String) -> [UInt8] {
        Reply.raw("\(code) Odd", ["Content-Length: 2"], Array("{}".utf8))
    }

    @Test(arguments: codes)
    func aSubmitWithSuchAnAnswerIsUnknownAndSentOnce(code: String) async throws {
        let server = try PlainServer { $0.method == "POST" ? Self.odd(code) : nil }
        let program = Program(folder, address: server.address)
        let end = try await program.run("submit", "quick", "--prompt", "x")
        #expect(end.code == 3 && !end.isKilled, "\(end)")
        #expect(server.requests.count { $0.method == "POST" } == 1)
    }

    /// The first answer of each kind is odd: balance, poll and file.
    @Test(arguments: codes) func whatIsAskedAgainIsAskedAgain(code: String) async throws {
        let files = try PlainServer { _ in Reply.ok(Array("GIF89a\u{1};".utf8)) }
        let service = PlainService(urls: ["\(files.address)/a.gif"])
        let seen = Mutex<Set<String>>([])
        let server = try PlainServer { request in
            let kind = String(request.path.prefix { $0 != "?" })
            let isFirst = seen.withLock { $0.insert(kind).inserted }
            let isOdd = isFirst && request.method == "GET"
            return isOdd ? Self.odd(code) : service.answer(to: request)
        }
        let program = Program(folder, address: server.address)
        let end = try await program.run("submit", "quick", "--prompt", "x", "--wait", "--json")
        #expect(end.code == 0 && end.json?["files"]?.array?.count == 1, "\(end)")
    }

    @Test func aFileWithSuchAnAnswerIsFetchedAgain() async throws {
        let isSpoilt = Mutex(true)
        let files = try PlainServer { _ in
            let isOdd = isSpoilt.withLock { isSpoilt in
                defer { isSpoilt = false }
                return isSpoilt
            }
            return isOdd ? Self.odd("099") : Reply.ok(Array("GIF89a\u{1};".utf8))
        }
        let service = PlainService(urls: ["\(files.address)/a.gif"])
        let server = try PlainServer { service.answer(to: $0) }
        let program = Program(folder, address: server.address)
        let end = try await program.run("submit", "quick", "--prompt", "x", "--wait", "--json")
        #expect(!end.isKilled && end.json?["state"]?.string == "success", "\(end)")
        let later = try await program.run("worker", "--until-idle")
        #expect(later.code == 0, "\(later)")
        #expect(try await program.run("show", "1", "--json").json?["files"]?.array?.count == 1)
    }
}
