import Foundation
import NIOCore
import NIOPosix
import NIOSSL

/// TLS in front of a server on loopback, for `apixo.test` and the names below it. It lives as long as
/// the tests do.
public final class SecureFront: Sendable {
    public let port: UInt16

    /// - Parameter target: The port of a server that speaks without encryption.
    public init(to target: UInt16) async throws {
        let context = try NIOSSLContext(configuration: Self.configuration())
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelOption(.autoRead, value: false)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(NIOSSLServerHandler(context: context))
                }.flatMap { Self.join(channel, to: target) }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = UInt16(channel.localAddress?.port ?? 0)
    }

    private static func join(_ channel: any Channel, to target: UInt16) -> EventLoopFuture<Void> {
        ClientBootstrap(group: channel.eventLoop)
            .channelInitializer { other in
                other.eventLoop.makeCompletedFuture {
                    try other.pipeline.syncOperations.addHandler(Passing(to: channel))
                }
            }
            .connect(host: "127.0.0.1", port: Int(target))
            .flatMap { other in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Passing(to: other))
                }
            }
            .flatMap { channel.setOption(.autoRead, value: true) }
    }

    /// Who vouches for it: itself.
    public static var trust: String {
        "-----BEGIN CERTIFICATE-----\n\(certificate)\n-----END CERTIFICATE-----\n"
    }

    private static func configuration() throws -> TLSConfiguration {
        let key = Array(Data(base64Encoded: key, options: .ignoreUnknownCharacters) ?? Data())
        return .makeServerConfiguration(
            certificateChain: [
                .certificate(try NIOSSLCertificate(bytes: Array(trust.utf8), format: .pem))
            ],
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: key, format: .der)),
        )
    }

    private static let key = """
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgoSlnmpxj8WETeblmo8bHqdkaCYR7bxD0
        rI0hTBHRu4+hRANCAARvEZvakRyqk6uw2OyIX7vVcTC3ysRhBIcLu9X8C2rqnR6rmCEMGvSEcxRKxl9F
        6wnuAg6ffsRwXGtwnRE+3txE
        """

    /// For apixo.test, api.apixo.test and pictures.apixo.test, until 2126; signed with its own key.
    private static let certificate = """
        MIIBzDCCAXKgAwIBAgIUFwz/wOxvUmKSi0Nvgy0dANLMdLAwCgYIKoZIzj0EAwIwFTETMBEGA1UEAwwK
        YXBpeG8udGVzdDAgFw0yNjExMjExNDMzMDVaGA8yMTI2MTAyODE0MzMwNVowFTETMBEGA1UEAwwKYXBp
        eG8udGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABG8Rm9qRHKqTq7DY7Ihfu9VxMLfKxGEEhwu7
        1fwLauqdHquYIQwa9IRzFErGX0XrCe4CDp9+xHBca3CdET7e3ESjgZ0wgZowHQYDVR0OBBYEFNiHYuFY
        DpFqRLMurBs0kV8BMjcLMB8GA1UdIwQYMBaAFNiHYuFYDpFqRLMurBs0kV8BMjcLMA8GA1UdEwEB/wQF
        MAMBAf8wOgYDVR0RBDMwMYIKYXBpeG8udGVzdIIOYXBpLmFwaXhvLnRlc3SCE3BpY3R1cmVzLmFwaXhv
        LnRlc3QwCwYDVR0PBAQDAgKEMAoGCCqGSM49BAMCA0gAMEUCIAke26pUxaXej2gglCGXn6b+j2boMeN+
        tvu4F5kVeD0JAiEA+4MYGr9f82VKAn64K2KeprIbG/nqAJfnrmPioryvlIk=
        """
}

/// What comes here goes there.
private final class Passing: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let other: any Channel

    init(to other: any Channel) { self.other = other }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        other.writeAndFlush(unwrapInboundIn(data), promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) { other.close(promise: nil) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
