import Apixo
import AsyncHTTPClient
import Coordination
import Foundation
import NIOCore
import Samples
import Simulator
import Synchronization
import Tasks
import Testing
import UserFiles

@testable import TaskJournal
@testable import Worker

/// Callbacks over real HTTP: the simulator's, and those of anybody who finds the address.
struct CallbackTests {
    private let folder: TestFolder
    private let settings: CallbackSettings

    init() throws {
        folder = try TestFolder()
        let port = try RawSocket.freePort()
        settings = CallbackSettings(port: port, publicURL: "http://127.0.0.1:\(port)/way/in")
    }

    private func url() throws -> String {
        try Journal(folder: folder.path).callbackURL(settings)
    }

    private func requests(_ count: Int, _ url: String, _ words: String = "") -> [GenerateRequest] {
        (0..<count).map { number in
            var request = GenerateRequest.quick("picture \(number) \(words)")
            request.requestType = .callback
            request.callbackURL = url
            return request
        }
    }

    /// Whatever is sent to a server, its answer's status and body.
    @discardableResult
    private func post(
        _ body: String,
        to url: String,
        method: String = "POST",
    ) async throws -> String {
        var request = HTTPClientRequest(url: url)
        request.method = .init(rawValue: method)
        request.body = .bytes(ByteBuffer(string: body))
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
        let bytes = try await response.body.collect(upTo: 1 << 16)
        return "\(response.status.code) \(String(buffer: bytes))"
    }

    private func listens(_ url: String) async throws {
        try await eventually { (try? await post("", to: url)) != nil }
    }

    private func body(_ id: String) -> String { #"{"code":200,"data":{"taskId":"\#(id)"}}"# }

    @Test func aHundredTasksThatAreCalledBackNeedTwoPollsEachAtMost() async throws {
        try await Service.with(timeScale: 0.5) { service in
            let url = try url()
            let poller = try PollerHarness(service, in: folder, callback: settings)
            try await listens(url)
            poller.worker.send(.submit(requests(100, url)))
            try await eventually {
                let tasks = try poller.tasks()
                return tasks.count == 100 && tasks.allSatisfy { $0.state == .success }
            }
            let polls = service.entries(.poll).reduce(into: [:]) { $0[$1.taskId, default: 0] += 1 }
            #expect(polls.count == 100)
            #expect(polls.values.allSatisfy { $0 <= 2 }, "\(polls.values.max() ?? 0) looks")
            #expect(service.entries(.webhook).allSatisfy { $0.status == 200 })
        }
    }

    @Test func whateverComesInTheAnswerIsTheSame() async throws {
        try await Service.with { service in
            let url = try url()
            let poller = try PollerHarness(service, in: folder, callback: settings)
            try await listens(url)
            let expected = "200 \(CallbackReceiver.answer)"
            let base = "http://127.0.0.1:\(settings.port)"
            for path in [url, base, "\(base)/way/in", "\(url)0", "\(base)/%00", "\(url)/.."] {
                for body in ["", "{", body("x"), "[1", String(repeating: "[", count: 50_000)] {
                    #expect(try await post(body, to: path) == expected)
                }
            }
            #expect(try await post("", to: url, method: "GET") == expected)
            #expect(try await post("", to: url, method: "DELETE") == expected)
            #expect(try await post("", to: url, method: "HEAD") == "200 ")
            #expect(poller.troubles.isEmpty)
        }
    }

    /// A body over the bound is not read to its end, so there may be no answer at all.
    @Test func aBodyOverTheBoundIsNotRead() async throws {
        try await Service.with { service in
            let url = try url()
            let poller = try PollerHarness(service, in: folder, callback: settings)
            try await listens(url)
            poller.worker.send(.submit(requests(1, url, "[take:100]")))
            try await eventually { try poller.tasks().first?.life.running != nil }
            let id = try #require(try poller.tasks().first?.life.taskID?.rawValue)
            let padding = String(repeating: " ", count: 1 << 20)
            _ = try? await post(padding + body(id), to: url)
            // The client may still take the connection for an open one.
            try await listens(url)
            #expect(try await post("", to: url) == "200 \(CallbackReceiver.answer)")
            #expect(service.entries(.poll).isEmpty)
        }
    }

    @Test func forgedRepeatedEarlyAndLateOnesChangeNothing() async throws {
        try await Service.with(timeScale: 0.1) { service in
            let url = try url()
            let poller = try PollerHarness(service, in: folder, callback: settings)
            try await listens(url)
            poller.worker.send(.submit(requests(5, url, "[take:10]")))
            try await eventually { try poller.tasks().filter { $0.life.running != nil }.count == 5 }
            let ids = try poller.tasks().compactMap { $0.life.taskID?.rawValue }
            let wrong = url.dropLast() + (url.hasSuffix("0") ? "1" : "0")
            for _ in 0..<20 {
                for id in ids + ["nobody's", "task_\u{202E}x", String(repeating: "x", count: 900)] {
                    try await post(body(id), to: url)
                    try await post(body(id), to: String(wrong))
                }
                try await post(#"{"data":{"taskId":7,"state":"failed"}}"#, to: url)
            }
            try await eventually { try poller.tasks().allSatisfy { $0.state == .success } }
            let before = service.entries(.poll).count
            for id in ids { try await post(body(id), to: url) }
            // When this has ended, those are long dealt with.
            poller.worker.send(.submit(requests(1, url, "[take:1] last")))
            try await eventually { try poller.tasks().filter { $0.state == .success }.count == 6 }
            let last = try poller.tasks().compactMap { $0.life.taskID?.rawValue }
                .filter { !ids.contains($0) }
            #expect(service.entries(.poll).dropFirst(before).allSatisfy { $0.taskId == last.first })
            #expect(service.entries(.accepted).count == 6)
            #expect(try poller.tasks().count == 6)
            #expect(try poller.tasks().allSatisfy { $0.state == .success })
            // The page's interval is a tenth of a second, and each lives a second.
            let polls = service.entries(.poll).reduce(into: [:]) { $0[$1.taskId, default: 0] += 1 }
            #expect(polls.values.allSatisfy { $0 <= 15 }, "\(polls.values)")
            #expect(poller.troubles.isEmpty)
        }
    }

    /// The leader would not look by itself for ten minutes.
    @Test func aProgramThatDoesNotLeadPassesACallbackOn() async throws {
        var model = try Model.quick()
        model.polls.firstAfter = 600
        try await Service.with(model: model, timeScale: 0.1) { service in
            let url = try url()
            let leader = try PollerHarness(service, in: folder)
            try await eventually { leader.isLeader }
            let follower = try PollerHarness(service, in: folder, callback: settings)
            try await listens(url)
            #expect(!follower.isLeader)
            leader.worker.send(.submit(requests(5, url, "[take:5]")))
            try await eventually {
                let tasks = try leader.tasks()
                return tasks.count == 5 && tasks.allSatisfy { $0.state == .success }
            }
            #expect(service.entries(.webhook).allSatisfy { $0.status == 200 })
            #expect(leader.troubles.isEmpty && follower.troubles.isEmpty)
        }
    }

    @Test func aCallbackIsNotedOnceUntilTheLeaderHasReadIt() throws {
        let journal = try Journal(folder: folder.path)
        let id = TaskID(rawValue: "job")
        for _ in 0..<3 { try journal.forward(callback: id) }
        let pending = try journal.pendingCommands()
        #expect(pending.map(\.command) == [.called(id)])
        try journal.save(Decision(), carryingOut: pending, at: .start)
        try journal.forward(callback: id)
        #expect(try journal.pendingCommands().map(\.command) == [.called(id)])
    }

    @Test(arguments: ["webhook-twice", "webhook-early", "webhook-forged", "webhook-garbage"])
    func oddWebhooksOfTheServiceItselfChangeNothing(fault: String) async throws {
        try await Service.with(faults: ["\(fault)=1"], timeScale: 0.3) { service in
            let url = try url()
            let poller = try PollerHarness(service, in: folder, callback: settings)
            try await listens(url)
            poller.worker.send(.submit(requests(20, url)))
            try await eventually {
                let tasks = try poller.tasks()
                return tasks.count == 20 && tasks.allSatisfy { $0.state == .success }
            }
            #expect(service.entries(.accepted).count == 20)
            #expect(service.entries(.refused).isEmpty)
            let polls = service.entries(.poll).reduce(into: [:]) { $0[$1.taskId, default: 0] += 1 }
            #expect(polls.values.allSatisfy { $0 <= 2 }, "\(polls.values.max() ?? 0) looks")
            let webhooks = service.entries(.webhook)
            #expect(webhooks.contains { $0.attempt == 0 && $0.status == 200 })
            #expect(poller.troubles.isEmpty)
        }
    }

    @Test func onlyAPostWithTheSecretNamesATask() async throws {
        let calls = Calls()
        let receiver = CallbackReceiver(secret: "5ec2e7") { id in
            calls.ids.withLock { $0.append(id.rawValue) }
        }
        let (started, start) = AsyncStream.makeStream(of: Void.self)
        Task.detached { [settings] in try await receiver.listen(at: settings) { start.yield() } }
        _ = await started.first { true }
        let base = "http://127.0.0.1:\(settings.port)"
        for path in ["", "/", "/5ec2e", "/5ec2e8", "/5ec2e77", "/5EC2E7", "/5ec2e7/x", "/?5ec2e7"] {
            try await post(body("wrong path \(path)"), to: base + path)
        }
        try await post(body("wrong method"), to: "\(base)/5ec2e7", method: "PUT")
        try await post(body(String(repeating: "x", count: 201)), to: "\(base)/5ec2e7")
        try await post(body(""), to: "\(base)/5ec2e7")
        for path in ["/5ec2e7", "/in/front/5ec2e7", "/5ec2e7/", "/5ec2e7?a=b"] {
            try await post(body(path), to: base + path)
        }
        let ids = calls.ids.withLock { $0 }
        #expect(ids == ["/5ec2e7", "/in/front/5ec2e7", "/5ec2e7/", "/5ec2e7?a=b"])
    }

    private final class Calls: Sendable {
        let ids = Mutex<[String]>([])
    }

    @Test func aBodyThatIsTooLongIsNotReadToItsEnd() async throws {
        let receiver = CallbackReceiver(secret: "s") { id in Issue.record("\(id) was called") }
        let (started, start) = AsyncStream.makeStream(of: Void.self)
        Task.detached { [settings] in try await receiver.listen(at: settings) { start.yield() } }
        _ = await started.first { true }
        let line = try RawSocket(port: settings.port)
        try line.send("POST /s HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n")
        try line.send(String(repeating: " ", count: CallbackReceiver.bodyLimit + 1))
        _ = try line.readToEnd()
    }

    @Test func aBodyThatDoesNotComeIsNotWaitedFor() async throws {
        let receiver = CallbackReceiver(secret: "s", patience: .milliseconds(200)) { id in
            Issue.record("\(id) was called")
        }
        let (started, start) = AsyncStream.makeStream(of: Void.self)
        Task.detached { [settings] in try await receiver.listen(at: settings) { start.yield() } }
        _ = await started.first { true }
        let line = try RawSocket(port: settings.port)
        try line.send("POST /s HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{")
        let text = try line.readToEnd()
        #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(text.hasSuffix("\r\n\r\n\(CallbackReceiver.answer)"))
    }

    @Test func aProgramThatGainsTheLeadListensAnew() async throws {
        try await Service.with { service in
            let url = try url()
            let taken = try RawSocket(listeningOn: settings.port)
            let leader = try PollerHarness(service, in: folder)
            try await eventually { leader.isLeader }
            let follower = try PollerHarness(service, in: folder, callback: settings)
            // It is told of the history once it runs.
            try await eventually { !follower.reports.isEmpty }
            taken.end()
            await leader.stop()
            try await eventually(within: 10) { follower.isLeader }
            try await listens(url)
            #expect(follower.troubles.isEmpty)
        }
    }

    @Test func aStrangersTaskIDIsNotWrittenDown() async throws {
        try await Service.with { service in
            let url = try url()
            let leader = try PollerHarness(service, in: folder)
            try await eventually { leader.isLeader }
            let follower = try PollerHarness(service, in: folder, callback: settings)
            try await listens(url)
            try await post(body("nobody's"), to: url)
            try await post("", to: url)
            await follower.stop()
            #expect(try leader.journal.pendingCommands().isEmpty)
        }
    }

    @Test func aPortInUseIsToldAndTasksArePolled() async throws {
        try await Service.with { service in
            let taken = try #require(
                Endpoint(service.simulator.baseURL).host.split(separator: ":").last
            )
            let port = try #require(Int(taken))
            let busy = CallbackSettings(port: port, publicURL: "https://here.example")
            let url = try Journal(folder: folder.path).callbackURL(busy)
            let poller = try PollerHarness(service, in: folder, callback: busy)
            poller.worker.send(.submit(requests(1, url)))
            try await eventually { try poller.tasks().first?.state == .success }
            try await eventually { !poller.troubles.isEmpty }
            let sentence = "callbacks: 127.0.0.1:\(port) is in use by another program; "
            #expect(poller.troubles.count == 1 && poller.troubles[0].hasPrefix(sentence))
        }
    }

    @Test func theSecretStaysTheSame() throws {
        let first = try url()
        #expect(try url() == first)
        let secret = try #require(first.split(separator: "/").last)
        #expect(secret.count == 32 && secret.allSatisfy(\.isHexDigit))
        #expect(first.hasPrefix(settings.publicURL + "/"))
        let other = try TestFolder()
        #expect(try Journal(folder: other.path).callbackURL(settings) != first)
    }
}
