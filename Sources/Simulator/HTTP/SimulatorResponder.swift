import Apixo
import Hummingbird
import NIOCore
import Synchronization

/// The HTTP side: reads a call, lets the service decide, writes the ledger, then answers.
final class SimulatorResponder: HTTPResponder, Sendable {
    typealias Context = ConnectionContext

    static let bodyLimit = 1 << 20

    let service: Mutex<SimulatedService>
    let ledger: Ledger
    let clock = SimulatorClock()
    private let authorization: String
    private let retryAfter: Double?
    private let webhooks: AsyncStream<Webhook>.Continuation

    init(
        _ options: SimulatorOptions,
        webhooks: AsyncStream<Webhook>.Continuation,
    ) throws(SimulatorError) {
        service = Mutex(SimulatedService(options))
        ledger = try Ledger(path: options.ledger)
        authorization = "Bearer \(options.key)"
        retryAfter = options.retryAfter
        self.webhooks = webhooks
    }

    func respond(to request: Request, context: ConnectionContext) async throws -> Response {
        let call = await call(request)
        var reply = service.withLock { $0.handle(call, at: clock.now) }
        let response = try await response(to: request, &reply)
        ledger.add(reply.entry)
        if let webhook = reply.webhook { webhooks.yield(webhook) }
        if reply.answer.delay > .zero { try await Task.sleep(for: reply.answer.delay) }
        if reply.answer.delivery == .nothing {
            try await context.channel.close()
            throw ConnectionClosed()
        }
        return response
    }

    private func call(_ request: Request) async -> ServiceCall {
        let endpoint = ServiceCall.Endpoint(
            .init(request.method),
            path: request.uri.path,
            taskID: request.uri.queryParameters["taskId"].map(String.init),
        )
        let hasKey = request.headers[.authorization] == authorization
        guard case .generate = endpoint, hasKey else {
            return ServiceCall(endpoint: endpoint, hasKey: hasKey)
        }
        return ServiceCall(endpoint: endpoint, hasKey: true, body: await body(request))
    }

    private func body(_ request: Request) async -> ServiceCall.Body {
        do {
            let buffer = try await request.body.collect(upTo: Self.bodyLimit)
            return JSON(parsing: buffer.readableBytesView).map(ServiceCall.Body.json) ?? .notJSON
        } catch is NIOTooManyBytesError {
            return .tooLong
        } catch {
            return .notJSON
        }
    }

    private func response(to request: Request, _ reply: inout CallOutcome) async throws -> Response
    {
        let isHead = request.method == .head
        switch reply.answer.body {
        case .text(let text): return plain(reply.answer, ByteBuffer(string: text), isHead: isHead)
        case .bytes(let bytes): return plain(reply.answer, ByteBuffer(bytes: bytes), isHead: isHead)
        case .file(let file): return download(file, request, &reply)
        }
    }

    private func plain(_ answer: SimulatedAnswer, _ content: ByteBuffer, isHead: Bool) -> Response {
        var headers: HTTPFields = [.contentType: answer.contentType]
        if answer.status == 429 { headers[.retryAfter] = retryAfter.map { "\($0)" } }
        let response = Response(
            status: .init(code: answer.status),
            headers: headers,
            body: .init(byteBuffer: content),
        )
        return isHead ? response.createHeadResponse() : response
    }
}

extension ServiceCall.Endpoint.Method {
    fileprivate init?(_ method: HTTPRequest.Method) {
        switch method {
        case .get: self = .get
        case .head: self = .head
        case .post: self = .post
        default: return nil
        }
    }
}
