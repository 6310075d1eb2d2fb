import NIOCore
import NIOPosix
import Samples
import Synchronization

/// A server that answers every request with the same bytes, or not at all, and keeps what it heard.
final class OddServer: Sendable {
    enum Manner: Sendable {
        case answer(String)
        /// Says so much and no more, and does not hang up.
        case start(String)
        case closeAtOnce
        case silence
    }

    private let channel: any Channel
    private let log: RequestLog

    var port: Int { channel.localAddress?.port ?? 0 }
    var url: String { "http://127.0.0.1:\(port)" }
    var requests: [String] { log.lines.withLock { $0 } }

    static func with(_ manner: Manner, _ body: (OddServer) async throws -> Void) async throws {
        let server = try await OddServer(manner)
        do {
            try await body(server)
        } catch {
            try await server.channel.close()
            throw error
        }
        try await server.channel.close()
    }

    private init(_ manner: Manner) async throws {
        let log = RequestLog()
        self.log = log
        channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Conversation(manner, log))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }
}

private final class RequestLog: Sendable {
    let lines = Mutex<[String]>([])
}

private final class Conversation: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let manner: OddServer.Manner
    private let log: RequestLog
    private var text = ""

    init(_ manner: OddServer.Manner, _ log: RequestLog) {
        self.manner = manner
        self.log = log
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        text += String(buffer: unwrapInboundIn(data))
        guard text.contains("\r\n\r\n") else { return }
        log.lines.withLock { $0.append(text) }
        text = ""
        switch manner {
        case .silence: break
        case .closeAtOnce: context.close(promise: nil)
        case .start(let start): write(start, context)
        case .answer(let answer):
            write(answer, context)
            context.close(promise: nil)
        }
    }

    private func write(_ text: String, _ context: ChannelHandlerContext) {
        let buffer = context.channel.allocator.buffer(string: text)
        context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
    }
}
