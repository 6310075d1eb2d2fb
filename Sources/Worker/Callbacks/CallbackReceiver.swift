import Apixo
import Hummingbird
import Logging
import NIOCore
import UserFiles

/// Takes the service's callbacks in: a POST to a secret path names a task that may have ended.
///
/// Whatever comes, the answer is the same, so that nobody learns anything from it.
struct CallbackReceiver: HTTPResponder {
    typealias Context = CallerContext

    static let bodyLimit = 64 << 10
    static let answer = #"{"code":200,"message":"success"}"#
    private static let idLimit = 200
    private static let connections = 256
    /// From one answer to the next, with head and body of the request.
    private static let deadline = TimeAmount.seconds(15)

    let secret: String
    /// How long a body may take to come.
    let patience: Duration
    let called: @Sendable (TaskID) -> Void
    private let callers = Callers(most: Self.connections)

    init(
        secret: String,
        patience: Duration = .seconds(10),
        called: @escaping @Sendable (TaskID) -> Void,
    ) {
        self.secret = secret
        self.patience = patience
        self.called = called
    }

    func respond(to request: Request, context: Context) async throws -> Response {
        callers.asks(context.channel)
        let body = await body(of: request)
        callers.isHeard(context.channel)
        if request.method == .post, isOurs(request.uri.path), let body,
            let id = Self.taskID(in: body)
        {
            called(id)
        }
        let response = Response(
            status: .ok,
            headers: [.contentType: "application/json"],
            body: Self.answer(isLast: body == nil),
        )
        return request.method == .head ? response.createHeadResponse() : response
    }

    /// Nil for one that is too long or too slow in coming.
    private func body(of request: Request) async -> ByteBuffer? {
        await withTaskGroup(of: ByteBuffer?.self) { group in
            group.addTask { try? await request.body.collect(upTo: Self.bodyLimit) }
            group.addTask { [patience] in
                try? await Task.sleep(for: patience)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }

    /// The last one on a connection ends it: what else is being sent is not waited for.
    private static func answer(isLast: Bool) -> ResponseBody {
        ResponseBody(contentLength: answer.utf8.count) { writer in
            try await writer.write(ByteBuffer(string: answer))
            try await writer.finish(nil)
            if isLast { throw Unread() }
        }
    }

    private struct Unread: Error {}

    /// A proxy may have put something in front of the secret.
    private func isOurs(_ path: String) -> Bool {
        guard let last = path.split(separator: "/").last else { return false }
        let (given, expected) = (Array(last.utf8), Array(secret.utf8))
        guard given.count == expected.count else { return false }
        // Every byte is compared, so that the time tells nothing.
        return zip(given, expected).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func taskID(in body: ByteBuffer) -> TaskID? {
        let id = JSON(parsing: body.readableBytesView)?["data"]?.taskID
        return id.flatMap { $0.rawValue.utf8.count <= idLimit ? $0 : nil }
    }

    /// Listens for as long as the process lives: a server that is stopped while a connection comes
    /// in ends the program.
    func listen(
        at settings: CallbackSettings,
        listening: @escaping @Sendable () -> Void,
    ) async throws {
        let logger = Logger(label: "callback") { _ in SwiftLogNoOpLogHandler() }
        let server = Application(
            responder: self,
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [AnswerDeadline(callers, after: Self.deadline)],
                    // What a service sends is a tenth of it.
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: 8 << 10,
                        maxHeaderListSize: 16 << 10,
                        maxHeaderFieldCount: 100,
                    ),
                )
            ),
            configuration: .init(
                address: .hostname(settings.host, port: settings.port),
                serverName: nil,
            ),
            onServerRunning: { _ in listening() },
            logger: logger,
        )
        try await server.run()
    }
}

/// A request's context that knows on which connection it came.
struct CallerContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }
}
