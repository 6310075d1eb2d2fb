import Apixo
import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// HTTP to the service with the account's key.
public final class HTTPTransport: Sendable {
    private static let bodyLimit = 4 << 20
    private static let lookTimeout = TimeAmount.seconds(20)
    private static let submitTimeout = TimeAmount.seconds(90)

    private let key: APIKey
    private let looks: HTTPClient
    /// A submit never goes out on a connection that may just be closing under it: an idle one that
    /// the server drops at that moment would make a paid request of unknown outcome.
    private let submits: HTTPClient

    public init(key: APIKey) {
        self.key = key
        looks = HTTPClient(
            eventLoopGroup: .singletonMultiThreadedEventLoopGroup,
            configuration: Self.configuration(connections: 100),
        )
        var configuration = Self.configuration(connections: 32)
        configuration.httpVersion = .http1Only
        configuration.connectionPool.idleTimeout = .milliseconds(1)
        submits = HTTPClient(
            eventLoopGroup: .singletonMultiThreadedEventLoopGroup,
            configuration: configuration,
        )
    }

    public func shutDown() async {
        try? await looks.shutdown()
        try? await submits.shutdown()
    }

    public var transport: Transport {
        { [self] call async throws(TransportFault) in try await send(call) }
    }

    private static func configuration(connections: Int) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(10), read: .seconds(30), write: .seconds(30)),
            decompression: .enabled(limit: .size(bodyLimit)),
        )
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }

    private func send(_ call: APICall) async throws(TransportFault) -> HTTPAnswer {
        do {
            let response = try await execute(call)
            let body = try await response.body.collect(upTo: Self.bodyLimit)
            return HTTPAnswer(
                status: Int(response.status.code),
                body: Array(buffer: body),
                retryAfter: response.headers.first(name: "Retry-After").flatMap(Double.init),
            )
        } catch {
            throw TransportFault(error)
        }
    }

    private func execute(_ call: APICall) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: call.url)
        request.headers.add(name: "Authorization", value: key.authorization)
        request.headers.add(name: "Accept", value: "application/json")
        switch call.method {
        case .get:
            return try await looks.execute(request, timeout: Self.lookTimeout)
        case .post(let body):
            request.method = .POST
            request.headers.add(name: "Content-Type", value: "application/json")
            request.headers.add(name: "Connection", value: "close")
            request.body = .bytes(ByteBuffer(string: body))
            return try await submits.execute(request, timeout: Self.submitTimeout)
        }
    }
}

extension TransportFault {
    /// Only what fails before a connection stands is proof that nothing was sent.
    init(_ error: any Error) {
        switch error {
        case let error as NIOConnectionError:
            self = .notSent(error.reason)
        case let error as IOError where error.errnoCode == ECONNREFUSED:
            self = .notSent("connection refused")
        case let error as HTTPClientError:
            self.init(error)
        case let error as NIOSSLError:
            if case .handshakeFailed(let reason) = error {
                self = .notSent("the TLS handshake failed: \(reason)")
            } else {
                self = .lost("the TLS connection broke: \(error)")
            }
        case let error as NIOSSLExtraError:
            self = .notSent("the certificate was not accepted: \(error)")
        case is NIOTooManyBytesError:
            self = .lost("the answer is too large")
        default:
            self = .lost("no answer: \(error)")
        }
    }

    private init(_ error: HTTPClientError) {
        let notSent: KeyValuePairs<HTTPClientError, String> = [
            .connectTimeout: "no connection within 10 s",
            .tlsHandshakeTimeout: "the TLS handshake took too long",
            .getConnectionFromPoolTimeout: "no free connection",
        ]
        let lost: KeyValuePairs<HTTPClientError, String> = [
            .deadlineExceeded: "no answer in time",
            .readTimeout: "no answer in time",
            .remoteConnectionClosed: "the connection was closed without an answer",
        ]
        if let why = notSent.first(where: { $0.key == error })?.value {
            self = .notSent(why)
        } else {
            let why = lost.first { $0.key == error }?.value
            self = .lost(why ?? "no answer: \(error.description)")
        }
    }
}

extension NIOConnectionError {
    fileprivate var reason: String {
        if let error = dnsAError ?? dnsAAAAError, connectionErrors.isEmpty {
            return "the host name \(host) cannot be found (\(error))"
        }
        guard let error = connectionErrors.first?.error as? IOError else {
            return "no connection to \(host):\(port)"
        }
        let text =
            error.errnoCode == ECONNREFUSED
            ? "connection refused" : String(cString: strerror(error.errnoCode))
        return "\(text) by \(host):\(port)"
    }
}
