import Foundation
import Programs
import Synchronization
import Testing

/// What a program that waits for another one's work does when that one may not go on.
struct FollowerTests {
    private let folder: Folder

    init() throws { folder = try .withQuickModel() }

    struct Refusal: Sendable {
        let status: Int
        let body: String
        let code: Int32
        let sentence: String
    }

    private static let refusals = [
        Refusal(
            status: 401,
            body: #"{"code":401,"message":"Invalid or missing API key"}"#,
            code: 4,
            sentence: "the service refused the key (HTTP 401)",
        ),
        Refusal(
            status: 402,
            body: #"{"code":402,"message":"Insufficient balance","data":null}"#,
            code: 7,
            sentence: "the account has no credits left (HTTP 402)",
        ),
        Refusal(
            status: 403,
            body: #"{"code":403,"message":"no permission for this model","data":null}"#,
            code: 4,
            sentence: "quick is held, HTTP 403: no permission for this model",
        ),
    ]

    /// A service that takes no request, and a worker at it that leads and has been refused.
    private func refused(_ refusal: Refusal) async throws -> (Program, RunningProgram) {
        let answer = Reply.raw("\(refusal.status) No", [], Array(refusal.body.utf8))
        let service = try PlainServer { request in
            if request.path.contains("/current-balance") {
                return Reply.ok(#"{"code":200,"data":5}"#)
            }
            return request.method == "POST"
                ? answer : PlainService(urls: []).answer(to: request)
        }
        let program = Program(folder, address: service.address)
        let first = try await program.run("submit", "quick", "--prompt", "one")
        #expect(first.code == refusal.code, "\(first)")
        let behind = try await program.run("submit", "quick", "--prompt", "two")
        #expect(behind.code == refusal.code, "\(behind)")
        let leader = try program.start(["worker"])
        try await leader.waitToSay("HTTP \(refusal.status)")
        return (program, leader)
    }

    @Test(arguments: refusals)
    func whoWaitsForAHeldLeaderEndsAsThatWouldItself(refusal: Refusal) async throws {
        let (program, leader) = try await refused(refusal)
        let follower = try await program.run("worker", "--until-idle")
        #expect(follower.code == refusal.code, "\(follower)")
        let sentence = "the queue stays as it is: \(refusal.sentence)"
        #expect(follower.errors.contains(sentence), "\(follower)")
        let wait = try await program.run("wait", "2")
        #expect(wait.code == refusal.code, "\(wait)")
        #expect(wait.errors.contains("#2 stays queued: \(refusal.sentence)"), "\(wait)")
        leader.signal(SIGTERM)
        _ = try await leader.outcome()
        let alone = try await program.run("worker", "--until-idle")
        #expect(alone.code == refusal.code && alone.errors.contains(sentence), "\(alone)")
    }

    @Test func whoWaitsForTasksThatARefusedKeyKeepsFromBeingPolledEnds() async throws {
        let isRefusing = Shared(false)
        let refusal = Self.refusals[0]
        let service = try PlainServer { request in
            if isRefusing.value {
                return Reply.raw("401 No", [], Array(refusal.body.utf8))
            }
            if request.path.contains("taskId=") {
                return Reply.ok(#"{"code":200,"data":{"taskId":"t","state":"processing"}}"#)
            }
            return PlainService(urls: []).answer(to: request)
        }
        let program = Program(folder, address: service.address)
        let leader = try program.start(["worker"])
        #expect(try await program.run("submit", "quick", "--prompt", "one").code == 0)
        try await leader.waitToPrint("pending")
        isRefusing.value = true
        let follower = try await program.run("worker", "--until-idle")
        #expect(follower.code == 4, "\(follower)")
        #expect(follower.errors.contains(refusal.sentence), "\(follower)")
        leader.signal(SIGTERM)
        _ = try await leader.outcome()
    }

    private final class Shared: Sendable {
        private let state: Mutex<Bool>
        init(_ value: Bool) { state = Mutex(value) }
        var value: Bool {
            get { state.withLock { $0 } }
            set { state.withLock { $0 = newValue } }
        }
    }
}
