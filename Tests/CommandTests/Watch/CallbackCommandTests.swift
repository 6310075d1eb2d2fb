import Apixo
import Foundation
import Glibc
import Programs
import Testing

/// Callbacks into the built worker, and whatever else comes to its port.
struct CallbackCommandTests {
    private let folder: Folder
    private let service: SimulatorProgram
    private let program: Program
    private let port: UInt16
    private let publicURL: String

    init() async throws {
        folder = try .withQuickModel()
        port = try Sockets.freePort()
        publicURL = "http://127.0.0.1:\(port)/way/in"
        try folder.write(
            "[callback]\nlisten = \"127.0.0.1:\(port)\"\npublic_url = \"\(publicURL)\"\n",
            to: "config/apixo/config.toml",
        )
        let faults = ["twice", "early", "forged", "garbage"].map { "webhook-\($0)=0.2" }
        service = try await SimulatorProgram(in: folder, faults: faults)
        program = Program(folder, address: service.address)
    }

    @Test func twentyTasksThatAreCalledBackNeedTwoPollsEachWhoeverElseCalls() async throws {
        let worker = try program.start(["worker"])
        try await until("the worker listens") { post("", to: "/") != nil }
        let submits = try (1...20).map { number in
            try program.start(["submit", "quick", "--prompt", "\(number) [take:20]", "--callback"])
        }
        // Without a pause: there is no moment at which nobody forges.
        try await until("every task has ended well") {
            forge()
            return try await tasks(in: "success").count == 20
        }
        for submit in submits {
            let end = try await submit.outcome()
            #expect(end.code == 0 && end.errors == "", "\(end)")
        }
        forge()
        let last = ["submit", "quick", "--prompt", "last", "--callback", "--wait"]
        #expect(try await program.start(last).outcome().code == 0)
        try await checkLedger(count: 21)
        try await checkJournal(count: 21)
        worker.signal(SIGTERM)
        let end = try await worker.outcome(within: 20)
        #expect(end.code == 0 && end.errors == "", "\(end)")
    }

    /// Everything that somebody may send who knows all but the secret, and what is late or garbage
    /// from somebody who knows it.
    private func forge() {
        let accepted = service.entries("accepted")
        let ids = accepted.compactMap { $0["taskId"]?.string }
        for id in ids { post(body(id), to: "/way/in/" + String(repeating: "0", count: 32)) }
        for id in ids.prefix(3) { post(body(id), to: "/") }
        guard let url = accepted.first?["request"]?["callback_url"]?.string else { return }
        let path = "/way/in/\(url.split(separator: "/").last ?? "")"
        for body in ["", "{", "[[[[", "\0", body("nobody's"), body("../\u{202E}"), body("")] {
            post(body, to: path)
        }
        let over = service.entries("webhook").filter { ($0["attempt"]?.integer ?? 0) > 0 }
        for id in over.compactMap({ $0["taskId"]?.string }) { post(body(id), to: path) }
        for text in ["\u{16}\u{3}\u{1} no TLS here\r\n\r\n", "POST \(path) HTTP/9\r\n\r\n"] {
            _ = Sockets.answer(to: text, on: port)
        }
    }

    private func body(_ id: String) -> String { #"{"code":200,"data":{"taskId":"\#(id)"}}"# }

    /// The answer, which is the same whatever is posted; nil when nobody listens.
    @discardableResult
    private func post(_ body: String, to path: String) -> String? {
        let head = [
            "POST \(path) HTTP/1.1", "Host: 127.0.0.1", "Content-Length: \(body.utf8.count)",
            "Connection: close",
        ]
        let text = head.joined(separator: "\r\n") + "\r\n\r\n" + body
        guard let answer = Sockets.answer(to: text, on: port) else { return nil }
        let isAsExpected =
            answer.hasPrefix("HTTP/1.1 200 OK\r\n")
            && answer.hasSuffix("\r\n\r\n" + #"{"code":200,"message":"success"}"#)
        #expect(isAsExpected, "\(path) \(body): \(answer)")
        return answer
    }

    private func tasks(in state: String) async throws -> [JSON] {
        try await program.run("tasks", "--state", state, "--json").json?.array ?? []
    }

    private func checkLedger(count: Int) async throws {
        let accepted = service.entries("accepted")
        #expect(accepted.count == count && service.entries("refused").isEmpty)
        let urls = Set(accepted.compactMap { $0["request"]?["callback_url"]?.string })
        #expect(urls.count == 1 && urls.first?.hasPrefix(publicURL + "/") == true, "\(urls)")
        let polls = Dictionary(grouping: service.entries("poll")) { $0["taskId"]?.string }
        #expect(polls.count == count)
        #expect(polls.values.allSatisfy { $0.count <= 2 }, "\(polls.values.map(\.count))")
        // The service notes a call after its answer, and the poll may be faster than that.
        try await until("every call is noted") {
            service.entries("webhook").count { $0["attempt"]?.integer == 1 } == count
        }
        let webhooks = service.entries("webhook")
        #expect(webhooks.allSatisfy { $0["status"]?.integer == 200 }, "\(webhooks.map(\.text))")
    }

    private func checkJournal(count: Int) async throws {
        let tasks = try await tasks(in: "success")
        let all = try await program.run("tasks", "--json").json?.array
        #expect(tasks.count == count && all?.count == count)
        #expect(tasks.allSatisfy { $0["files"]?.array?.count == 1 })
    }
}
