import Apixo
import AsyncHTTPClient
import Foundation
import Glibc
import NIOCore
import Simulator
import Tasks
import Testing

@testable import Worker

/// Callbacks over real HTTP: the simulator's, and those of anybody who finds the address.
struct CallbackTests {
    private let folder: TestFolder
    private let settings: CallbackSettings

    init() throws {
        folder = try TestFolder()
        let port = try Self.freePort()
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

    @Test func aHundredTasksThatAreCalledBackNeedTwoLooksEachAtMost() async throws {
        try await Service.with(timeScale: 0.5) { service in
            let url = try url()
            let shop = try Shop(service, in: folder, callback: settings)
            try await listens(url)
            shop.worker.send(.submit(requests(100, url)))
            try await eventually {
                let tasks = try shop.tasks()
                return tasks.count == 100 && tasks.allSatisfy { $0.state == .success }
            }
            let looks = service.entries(.look).reduce(into: [:]) { $0[$1.taskId, default: 0] += 1 }
            #expect(looks.count == 100)
            #expect(looks.values.allSatisfy { $0 <= 2 }, "\(looks.values.max() ?? 0) looks")
            #expect(service.entries(.webhook).allSatisfy { $0.status == 200 })
        }
    }

    @Test func whateverComesInTheAnswerIsTheSame() async throws {
        try await Service.with { service in
            let url = try url()
            let shop = try Shop(service, in: folder, callback: settings)
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
            #expect(shop.troubles.isEmpty)
        }
    }

    /// A body over the bound is not read to its end, so there may be no answer at all.
    @Test func aBodyOverTheBoundIsNotRead() async throws {
        try await Service.with { service in
            let url = try url()
            let shop = try Shop(service, in: folder, callback: settings)
            try await listens(url)
            shop.worker.send(.submit(requests(1, url, "[take:100]")))
            try await eventually { try shop.tasks().first?.life.running != nil }
            let id = try #require(try shop.tasks().first?.life.taskID?.rawValue)
            let padding = String(repeating: " ", count: 1 << 20)
            _ = try? await post(padding + body(id), to: url)
            #expect(try await post("", to: url) == "200 \(CallbackReceiver.answer)")
            #expect(service.entries(.look).isEmpty)
        }
    }

    @Test func forgedRepeatedEarlyAndLateOnesChangeNothing() async throws {
        try await Service.with(timeScale: 0.1) { service in
            let url = try url()
            let shop = try Shop(service, in: folder, callback: settings)
            try await listens(url)
            shop.worker.send(.submit(requests(5, url, "[take:10]")))
            try await eventually { try shop.tasks().filter { $0.life.running != nil }.count == 5 }
            let ids = try shop.tasks().compactMap { $0.life.taskID?.rawValue }
            let wrong = url.dropLast() + (url.hasSuffix("0") ? "1" : "0")
            for _ in 0..<20 {
                for id in ids + ["nobody's", "task_\u{202E}x", String(repeating: "x", count: 900)] {
                    try await post(body(id), to: url)
                    try await post(body(id), to: String(wrong))
                }
                try await post(#"{"data":{"taskId":7,"state":"failed"}}"#, to: url)
            }
            try await eventually { try shop.tasks().allSatisfy { $0.state == .success } }
            for id in ids { try await post(body(id), to: url) }
            #expect(service.entries(.accepted).count == 5)
            #expect(try shop.tasks().count == 5)
            #expect(try shop.tasks().allSatisfy { $0.state == .success })
            // The page's interval is a tenth of a second, and each lives a second.
            let looks = service.entries(.look).reduce(into: [:]) { $0[$1.taskId, default: 0] += 1 }
            #expect(looks.values.allSatisfy { $0 <= 15 }, "\(looks.values)")
            #expect(shop.troubles.isEmpty)
        }
    }

    @Test func aProgramThatDoesNotLeadPassesACallbackOn() async throws {
        try await Service.with(timeScale: 0.1) { service in
            let url = try url()
            let leader = try Shop(service, in: folder)
            try await eventually { leader.isLeader }
            leader.worker.send(.submit(requests(1, "\(url)/elsewhere", "[take:1]")))
            let follower = try Shop(service, in: folder, callback: settings)
            try await listens(url)
            #expect(!follower.isLeader)
            leader.worker.send(.submit(requests(1, url, "[take:1]")))
            try await eventually { try leader.tasks().allSatisfy { $0.state == .success } }
            let hooks = service.entries(.webhook).filter { $0.url == url }
            #expect(hooks.first?.status == 200)
            #expect(leader.troubles.isEmpty && follower.troubles.isEmpty)
        }
    }

    @Test func aStrangersTaskIDIsNotWrittenDown() async throws {
        try await Service.with { service in
            let url = try url()
            let leader = try Shop(service, in: folder)
            try await eventually { leader.isLeader }
            let follower = try Shop(service, in: folder, callback: settings)
            try await listens(url)
            try await post(body("nobody's"), to: url)
            try await post("", to: url)
            await follower.stop()
            #expect(try leader.journal.takeWishes().isEmpty)
        }
    }

    @Test func aPortInUseIsToldAndTasksAreLookedAt() async throws {
        try await Service.with { service in
            let taken = try #require(
                Endpoint(service.simulator.baseURL).host.split(separator: ":").last
            )
            let port = try #require(Int(taken))
            let busy = CallbackSettings(port: port, publicURL: "https://here.example")
            let url = try Journal(folder: folder.path).callbackURL(busy)
            let shop = try Shop(service, in: folder, callback: busy)
            shop.worker.send(.submit(requests(1, url)))
            try await eventually { try shop.tasks().first?.state == .success }
            #expect(
                shop.troubles.contains { $0.hasPrefix("callbacks: cannot listen at 127.0.0.1:") }
            )
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

    /// One that nobody listens on now.
    private static func freePort() throws -> Int {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(socket, pointer, length) == 0 && getsockname(socket, pointer, &length) == 0
            }
        }
        try #require(result)
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
