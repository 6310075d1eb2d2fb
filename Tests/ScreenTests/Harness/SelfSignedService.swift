import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A service whose TLS certificate nobody vouches for. It lives as long as the tests do.
final class SelfSignedService: Sendable {
    private let channel: any Channel
    private let ear: Ear

    /// How many bytes came through the encryption.
    var bytesHeard: Int { ear.count.withLock { $0 } }
    var address: String { "https://127.0.0.1:\(channel.localAddress?.port ?? 0)" }

    init() async throws {
        let ear = Ear()
        self.ear = ear
        let context = try NIOSSLContext(configuration: Self.configuration())
        channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandlers(NIOSSLServerHandler(context: context), Listener(ear))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    private static func configuration() throws -> TLSConfiguration {
        let key = Array(Data(base64Encoded: key) ?? Data())
        let certificate = Array(Data(base64Encoded: certificate) ?? Data())
        return .makeServerConfiguration(
            certificateChain: [
                .certificate(try NIOSSLCertificate(bytes: certificate, format: .der))
            ],
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: key, format: .der)),
        )
    }

    private static let key = """
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg4XKpiSmI53+djSDOQ88Pu4sWWtrVuuGo\
        aKNdzN03Oe+hRANCAARR30hb2feGsAxMVZA2h22Q6QjoJMVzsuFhqhmCjjx+62AcZ+9yfYvOEG2FVO0Q\
        Wy2x8JYpeiFz3P95zN3EkAPe
        """

    /// For localhost and 127.0.0.1, until 2126; signed with its own key.
    private static let certificate = """
        MIIBmjCCAUGgAwIBAgIUG9sdhygZwljo0x3nO/VyBd5x63gwCgYIKoZIzj0EAwIwFDESMBAGA1UEAwwJ\
        bG9jYWxob3N0MCAXDTI2MTEyMTA4MDQzMVoYDzIxMjYxMDI4MDgwNDMxWjAUMRIwEAYDVQQDDAlsb2Nh\
        bGhvc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARR30hb2feGsAxMVZA2h22Q6QjoJMVzsuFhqhmC\
        jjx+62AcZ+9yfYvOEG2FVO0QWy2x8JYpeiFz3P95zN3EkAPeo28wbTAdBgNVHQ4EFgQUxoM7IWPxMD14\
        j8PJMzu/A2gJlvcwHwYDVR0jBBgwFoAUxoM7IWPxMD14j8PJMzu/A2gJlvcwDwYDVR0TAQH/BAUwAwEB\
        /zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZIzj0EAwIDRwAwRAIgQJJEMllCUuwrcDxU\
        THT7GK9L2XBPIepxMlNpal8jEG8CIFmPnoFVjc0Ona5geHNdOR4PyXVBCKnoz4+th3y+iDC/
        """
}

private final class Ear: Sendable {
    let count = Mutex(0)
}

private final class Listener: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let ear: Ear

    init(_ ear: Ear) { self.ear = ear }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data).readableBytes
        ear.count.withLock { $0 += bytes }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
