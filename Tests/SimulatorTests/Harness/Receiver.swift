import Apixo
import Hummingbird
import Logging
import Synchronization

/// A place for webhooks: answers with the given statuses in turn, then with 200.
final class Receiver: HTTPResponder, Sendable {
    typealias Context = BasicRequestContext

    private struct Mail {
        var statuses: [Int]
        var bodies: [JSON] = []
        var port = 0
    }

    private let mail: Mutex<Mail>

    var bodies: [JSON] { mail.withLock { $0.bodies } }
    var url: String { "http://127.0.0.1:\(mail.withLock { $0.port })/hook" }

    private init(statuses: [Int]) { mail = Mutex(Mail(statuses: statuses)) }

    func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        let buffer = try await request.body.collect(upTo: 1 << 20)
        let status = mail.withLock { mail in
            mail.bodies.append(JSON(parsing: buffer.readableBytesView) ?? .null)
            return mail.statuses.isEmpty ? 200 : mail.statuses.removeFirst()
        }
        return Response(status: .init(code: status), headers: [.location: "http://example.com/"])
    }

    static func with(
        statuses: [Int],
        _ body: @Sendable (Receiver) async throws -> Void,
    ) async throws {
        let receiver = Receiver(statuses: statuses)
        let (started, start) = AsyncStream.makeStream(of: Int.self)
        let server = Application(
            responder: receiver,
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { start.yield($0.localAddress?.port ?? 0) },
            logger: Logger(label: "receiver") { _ in SwiftLogNoOpLogHandler() },
        )
        let running = Task { try await server.run() }
        defer { running.cancel() }
        let port = await started.first { _ in true } ?? 0
        receiver.mail.withLock { $0.port = port }
        try await body(receiver)
    }
}
