import Apixo
import NIOPosix
import Simulator
import Testing

@testable import Worker

struct TransportTests {
    private let http: HTTPTransport
    private let impatient: HTTPTransport

    init() throws {
        let key = try #require(APIKey("k-canary"))
        http = HTTPTransport(key: key)
        var timeouts = Timeouts()
        timeouts.poll = .milliseconds(300)
        timeouts.submit = .milliseconds(600)
        impatient = HTTPTransport(key: key, timeouts: timeouts)
    }

    private static let methods = [APICall.Method.get, .post(body: "{}")]

    private func fault(
        _ method: APICall.Method,
        _ url: String,
        isImpatient: Bool = false,
    ) async -> TransportError? {
        let http = isImpatient ? impatient : http
        do throws(TransportError) {
            _ = try await http.transport(APICall(method: method, url: url))
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: methods) func aRefusedConnectionWasNotSent(method: APICall.Method) async throws
    {
        // The port of the discard service, which nobody runs.
        let fault = await fault(method, "http://127.0.0.1:9")
        #expect(fault == .notSent("connection refused"))
    }

    @Test(arguments: methods) func aHostThatIsNotFoundWasNotSent(method: APICall.Method) async {
        guard case .notSent(let reason) = await fault(method, "https://nowhere.invalid/a") else {
            Issue.record("it counts as sent")
            return
        }
        #expect(reason.contains("nowhere.invalid cannot be found"))
    }

    @Test(arguments: methods) func aFailedHandshakeWasNotSent(method: APICall.Method) async throws {
        try await Service.with { service in
            let fault = await fault(method, "https://127.0.0.1:\(service.simulator.port)/a")
            guard case .notSent(let reason) = fault else {
                Issue.record("it counts as sent: \(fault.debugDescription)")
                return
            }
            #expect(reason.contains("TLS"))
        }
    }

    @Test(arguments: methods) func aSilentServiceMayHaveHeard(method: APICall.Method) async throws {
        try await OddServer.with(.silence) { server in
            let fault = await fault(method, server.url, isImpatient: true)
            #expect(fault == .lost("no answer in time"))
            #expect(server.requests.count == 1)
        }
    }

    @Test(arguments: methods)
    func aConnectionClosedWithoutAnAnswerIsLost(method: APICall.Method) async throws {
        try await OddServer.with(.closeAtOnce) { server in
            guard case .lost = await fault(method, server.url) else {
                Issue.record("it is not lost")
                return
            }
            #expect(server.requests.count == 1)
        }
    }

    @Test(arguments: methods)
    func aRedirectIsNeverFollowed(method: APICall.Method) async throws {
        try await OddServer.with(.answer("HTTP/1.1 200 OK\r\n\r\n")) { other in
            let place = "http://localhost:\(other.port)/stolen"
            let answer = "HTTP/1.1 307 Moved\r\nLocation: \(place)\r\nContent-Length: 0\r\n\r\n"
            try await OddServer.with(.answer(answer)) { server in
                let call = APICall(method: method, url: server.url)
                let answer = try await http.transport(call)
                #expect(answer.status == 307)
                #expect(server.requests[0].contains("Authorization: Bearer k-canary"))
            }
            #expect(other.requests.isEmpty)
        }
    }

    @Test(arguments: ["k-canary", "k/can+ary=="])
    func aKeyThatIsSentBackIsTakenOutOfTheAnswer(text: String) async throws {
        let escaped = text.replacing("/", with: "\\/")
        let body = #"{"code":401,"message":"\#(text) is no key","data":"\#(escaped)"}"#
        let answer = "HTTP/1.1 401 No\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        try await OddServer.with(.answer(answer)) { server in
            let http = HTTPTransport(key: try #require(APIKey(text)))
            let answer = try await http.transport(APICall(method: .get, url: server.url))
            let shown = String(decoding: answer.body, as: UTF8.self)
            let stars = String(repeating: "*", count: text.count)
            #expect(shown.hasPrefix(#"{"code":401,"message":"\#(stars) is no key","data":"***"#))
            #expect(!shown.contains("can"))
        }
    }

    @Test func anAnswerOverTheLimitIsCutAndProvesNothing() async throws {
        let body = String(repeating: "x", count: 5 << 20)
        let answer = "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        try await OddServer.with(.answer(answer)) { server in
            let answer = try await http.transport(APICall(method: .get, url: server.url))
            #expect(answer.status == 200 && answer.body.count == 256 << 10)
            let unclear = Unclear(status: 200, detail: "the answer is not JSON")
            #expect(answer.submitAnswer() == .unclear(unclear))
        }
    }

    @Test func theWaitTheServiceAsksForIsRead() async throws {
        let answer = "HTTP/1.1 429 Slow\r\nRetry-After: 17\r\nContent-Length: 2\r\n\r\n{}"
        try await OddServer.with(.answer(answer)) { server in
            let call = APICall(method: .get, url: server.url)
            let limited = try await http.transport(call)
            #expect(limited.retryAfter == 17)
        }
    }

    @Test(arguments: ["nan", "-nan", "inf", "-inf", "1e400", "soon", "\u{301}"])
    func aWaitThatIsNoTimeIsNone(wait: String) async throws {
        let answer = "HTTP/1.1 429 S\r\nRetry-After: \(wait)\r\nContent-Length: 2\r\n\r\n{}"
        try await OddServer.with(.answer(answer)) { server in
            let limited = try await http.transport(APICall(method: .get, url: server.url))
            #expect(limited.retryAfter == nil)
        }
    }

    @Test func everySubmitHasAConnectionOfItsOwn() async throws {
        let answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
        try await OddServer.with(.answer(answer)) { server in
            for _ in 0..<20 {
                let call = APICall(method: .post(body: "{}"), url: server.url)
                let answer = try await http.transport(call)
                #expect(answer.status == 200)
            }
            #expect(server.requests.count == 20)
        }
    }
}
