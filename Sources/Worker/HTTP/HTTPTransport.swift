import Apixo
import AsyncHTTPClient
import FoundationEssentials
import HTTPGuard
import NIOCore
import NIOHTTP1
import NIOPosix

/// HTTP to the service with the account's key.
public final class HTTPTransport: Sendable {
    /// The service's answers are a few hundred bytes.
    private static let bodyLimit = 256 << 10

    private let key: APIKey
    private let timeouts: Timeouts
    private let polls: HTTPClient
    /// A submit never goes out on a connection that may just be closing under it: an idle one that
    /// the server drops at that moment would make a paid request of unknown outcome.
    private let submits: HTTPClient
    private let connections = OpenConnections()

    /// - Parameter endpoint: Where the calls go; it says whether a proxy is in between.
    public init(
        key: APIKey,
        endpoint: Endpoint? = nil,
        network: NetworkSettings = NetworkSettings(),
        timeouts: Timeouts = Timeouts(),
    ) {
        self.key = key
        self.timeouts = timeouts
        let plain = network.client(
            for: endpoint.flatMap { WebURL($0.base) },
            timeout: .init(
                connect: TimeAmount(timeouts.connect),
                read: TimeAmount(timeouts.submit),
                write: TimeAmount(timeouts.poll),
            ),
        )
        var configuration = Self.configuration(plain, connections: 256)
        // Servers drop idle connections after a minute or so, and a poll may just meet that.
        configuration.connectionPool.idleTimeout = .seconds(20)
        polls = HTTPClient(
            eventLoopGroup: .singletonMultiThreadedEventLoopGroup,
            configuration: configuration,
        )
        // As many as tasks may run at once: one that waits for a connection counts as not sent.
        configuration = Self.configuration(plain, connections: 1024)
        configuration.connectionPool.idleTimeout = .milliseconds(1)
        configuration.http1_1ConnectionDebugInitializer = { [connections] channel in
            connections.add(channel).flatMap { AnswerGuard.install(on: channel) }
        }
        submits = HTTPClient(
            eventLoopGroup: .singletonMultiThreadedEventLoopGroup,
            configuration: configuration,
        )
    }

    deinit {
        shutDownLater(polls)
        shutDownLater(submits)
    }

    public var transport: Transport {
        { [self] call async throws(TransportError) in try await send(call) }
    }

    private static func configuration(
        _ plain: HTTPClient.Configuration,
        connections: Int,
    ) -> HTTPClient.Configuration {
        var configuration = plain
        configuration.decompression = .enabled(limit: .size(bodyLimit))
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
        return configuration
    }

    private func send(_ call: APICall) async throws(TransportError) -> HTTPAnswer {
        let before = connections.count
        do {
            return try await answer(to: call)
        } catch {
            let stood = call.method == .get || connections.mayHaveStood(since: before)
            throw TransportError(error, stood: stood).with(key.redacting)
        }
    }

    private func answer(to call: APICall) async throws -> HTTPAnswer {
        let response = try await execute(call)
        var answer = HTTPAnswer(
            status: Int(response.status.code),
            body: [],
            retryAfter: Self.retryAfter(response.headers),
        )
        var body: [UInt8] = []
        if case .post = call.method { answer.headers = kept(response.headers) }
        do {
            try await take(&body, from: response.body)
        } catch {
            // The start of an answer may tell of a task that was made and will be billed.
            guard case .post = call.method else { throw error }
            let reason = TransportError(error).reason
            answer.broken = key.redacting(reason.replacing("no answer: ", with: ""))
        }
        answer.body = Array(key.redacting(body).prefix(Self.bodyLimit))
        return answer
    }

    /// Nothing else of an answer's head is read as text.
    private func kept(_ headers: HTTPHeaders) -> [String: String] {
        let kept = headers.filter { Evidence.keeps(header: $0.name) }
        return Dictionary(kept.map { ($0.name, key.redacting($0.value)) }) { "\($0), \($1)" }
    }

    private static func retryAfter(_ headers: HTTPHeaders) -> Double? {
        headers.first(name: "Retry-After").flatMap { text in
            RetryAfter.seconds(
                text,
                date: headers.first(name: "Date"),
                now: Date().timeIntervalSince1970,
            )
        }
    }

    /// What is over the limit is not taken in. It came all the same, so the line is not down.
    private func take(_ bytes: inout [UInt8], from body: HTTPClientResponse.Body) async throws {
        for try await chunk in body {
            bytes.append(contentsOf: chunk.readableBytesView)
            if bytes.count > Self.bodyLimit { return }
        }
    }

    private func execute(_ call: APICall) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: call.url)
        request.headers.add(name: "Authorization", value: key.authorization)
        request.headers.add(name: "Accept", value: "application/json")
        switch call.method {
        case .get:
            return try await polls.execute(request, timeout: TimeAmount(timeouts.poll))
        case .post(let body):
            request.method = .POST
            request.headers.add(name: "Content-Type", value: "application/json")
            request.headers.add(name: "Connection", value: "close")
            request.body = .bytes(ByteBuffer(string: body))
            return try await submits.execute(request, timeout: TimeAmount(timeouts.submit))
        }
    }
}

extension TransportError {
    fileprivate func with(_ words: (String) -> String) -> TransportError {
        switch self {
        case .notSent(let reason): .notSent(words(reason))
        case .lost(let reason): .lost(words(reason))
        }
    }
}

/// How long a call may take.
public struct Timeouts: Sendable {
    /// Until a connection stands.
    public var connect = Duration.seconds(10)
    public var poll = Duration.seconds(20)
    /// Giving up on a submit makes its outcome unknown, so this one is long.
    public var submit = Duration.seconds(90)

    public init() {}
}

/// A client must be shut down before it goes; whoever lets go of it need not wait.
func shutDownLater(_ client: HTTPClient) {
    Task.detached { try? await client.shutdown() }
}
