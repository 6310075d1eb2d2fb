import AsyncHTTPClient
import Glibc
import HTTPGuard
import Hummingbird
import Logging
import NIOCore

/// The responder on loopback: a real HTTP server that behaves as the documents say.
public final class SimulatorServer: Sendable {
    public let port: Int
    private let responder: SimulatorResponder
    private let running: Task<Void, any Error>

    public var baseURL: String { "http://127.0.0.1:\(port)" }

    /// Returns when the server listens.
    public static func start(_ options: SimulatorOptions) async throws -> SimulatorServer {
        let (orders, webhooks) = AsyncStream.makeStream(of: Webhook.self)
        let responder = try SimulatorResponder(options, webhooks: webhooks)
        let (ports, port) = AsyncThrowingStream.makeStream(of: Int.self)
        let running = Task.detached {
            do {
                try await run(responder, orders, options) { port.yield($0) }
                port.finish()
            } catch {
                port.finish(throwing: error)
                throw error
            }
        }
        for try await port in ports {
            return SimulatorServer(port: port, responder: responder, running: running)
        }
        throw SimulatorError.notListening("it ended at once")
    }

    private init(port: Int, responder: SimulatorResponder, running: Task<Void, any Error>) {
        self.port = port
        self.responder = responder
        self.running = running
    }

    /// Closes every connection and forgets the webhooks not yet sent.
    public func stop() async {
        running.cancel()
        _ = await running.result
    }

    public func waitUntilStopped() async throws {
        do {
            try await running.value
        } catch is CancellationError {
            // Stopped on purpose.
        }
    }

    public func ledgerEntries() -> [LedgerEntry] { responder.ledger.entries }
}

extension SimulatorServer {
    private static func run(
        _ responder: SimulatorResponder,
        _ orders: AsyncStream<Webhook>,
        _ options: SimulatorOptions,
        listening: @escaping @Sendable (Int) -> Void,
    ) async throws {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.httpVersion = .http1Only
        configuration.http1_1ConnectionDebugInitializer = AnswerGuard.install
        let client = HTTPClient(
            eventLoopGroupProvider: .singleton,
            configuration: configuration,
        )
        let sender = WebhookSender(
            responder: responder,
            client: client,
            timeScale: responder.service.withLock(\.timeScale)
        )
        let server = server(responder, port: options.port, listening: listening)
        let outcome = await Result {
            try await withThrowingTaskGroup { group in
                group.addTask { await sender.run(orders) }
                group.addTask { try await server.run() }
                defer { group.cancelAll() }
                try await group.next()
            }
        }
        try await client.shutdown()
        try outcome.mapError { clear($0, port: options.port) }.get()
    }

    private static func server(
        _ responder: SimulatorResponder,
        port: Int,
        listening: @escaping @Sendable (Int) -> Void,
    ) -> some ApplicationProtocol {
        Application(
            responder: responder,
            configuration: .init(address: .hostname("127.0.0.1", port: port), backlog: 1024),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? port
                responder.service.withLock { $0.base = "http://127.0.0.1:\(port)" }
                listening(port)
            },
            // The terminal belongs to the dashboard: nothing is printed, whatever happens.
            logger: Logger(label: "simulator") { _ in SwiftLogNoOpLogHandler() },
        )
    }

    private static func clear(_ error: any Error, port: Int) -> any Error {
        switch error {
        case is CancellationError, is SimulatorError: error
        case let error as IOError where error.errnoCode == EADDRINUSE: SimulatorError.portBusy(port)
        default: SimulatorError.notListening("\(error)")
        }
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do {
            self = .success(try await body())
        } catch {
            self = .failure(error)
        }
    }
}
