import NIOCore
import NIOHTTP1

/// Stops an answer whose status is none before it gets to the client, which ends the program when a
/// body follows a status below 100.
public final class AnswerGuard: ChannelInboundHandler {
    public typealias InboundIn = HTTPClientResponsePart

    private static let codes: ClosedRange<UInt> = 100...999

    private var hasStopped = false

    /// To be called before the connection is used.
    public static func install(on channel: any Channel) -> EventLoopFuture<Void> {
        channel.eventLoop.submit {
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
            try pipeline.addHandler(AnswerGuard(), position: .after(decoder))
        }
    }

    public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .head(let head) = unwrapInboundIn(data), !Self.codes.contains(head.status.code) {
            hasStopped = true
            context.fireErrorCaught(OddStatus(code: head.status.code))
            context.close(promise: nil)
        }
        if !hasStopped { context.fireChannelRead(data) }
    }
}

struct OddStatus: Error, CustomStringConvertible {
    let code: UInt

    var description: String { "HTTP \(code) is no status" }
}
