import AsyncHTTPClient
import Glibc
import NIOCore
import NIOPosix
import NIOSSL

/// Why a call has no answer.
public enum TransportError: Error, Sendable, Hashable {
    /// No connection came about: the service cannot have seen the call.
    case notSent(String)
    /// The call went out, or may have.
    case lost(String)

    public var reason: String {
        switch self {
        case .notSent(let reason), .lost(let reason): reason
        }
    }
}

extension TransportError {
    /// Only what fails before a connection stands is proof that nothing was sent.
    ///
    /// - Parameter stood: False where it is known that no connection ever stood for this call.
    init(_ error: any Error, stood: Bool = true) {
        self = stood ? Self.fault(error) : .notSent(Self.fault(error).reason)
    }

    private static func fault(_ error: any Error) -> TransportError {
        switch error {
        case let error as NIOConnectionError: .notSent(error.reason)
        case let error as IOError where error.isOfNoConnection: .notSent(error.words)
        case let error as IOError: .lost("no answer: \(error.words)")
        case let error as HTTPClientError: TransportError(error)
        case let error as NIOSSLError: fault(error)
        case let error as NIOSSLExtraError:
            .notSent("the certificate was not accepted: \(error)")
        default: .lost("no answer: \(error)")
        }
    }

    private static func fault(_ error: NIOSSLError) -> TransportError {
        switch error {
        case .handshakeFailed(let reason):
            .notSent("the TLS handshake failed: \(plainReason("\(reason)"))")
        case .noSuchFilesystemObject, .failedToLoadCertificate, .failedToLoadPrivateKey,
            .unableToAllocateBoringSSLObject, .noCertificateToValidate,
            .unableToValidateCertificate:
            .notSent("TLS cannot be set up: \(error)")
        default: .lost("the TLS connection broke: \(error)")
        }
    }

    /// What the library says is a list of numbers with one word in it that tells.
    private static func plainReason(_ text: String) -> String {
        let known: KeyValuePairs = [
            "WRONG_VERSION_NUMBER": "the other side does not speak TLS",
            "HTTP_REQUEST": "the other side does not speak TLS",
            "CERTIFICATE_VERIFY_FAILED": "the certificate is not trusted",
            "CERTIFICATE_EXPIRED": "the certificate has expired",
        ]
        return known.first { text.contains($0.key) }?.value ?? text
    }

    private init(_ error: HTTPClientError) {
        let notSent: KeyValuePairs<HTTPClientError, String> = [
            .connectTimeout: "no connection in time",
            .tlsHandshakeTimeout: "the TLS handshake took too long",
            .getConnectionFromPoolTimeout: "no free connection",
            .proxyAuthenticationRequired: "the proxy asks for a user name and a password",
            .invalidProxyResponse: "the proxy does not let this through",
            .httpProxyHandshakeTimeout: "the proxy took too long",
            .socksHandshakeTimeout: "the proxy took too long",
        ]
        let lost: KeyValuePairs<HTTPClientError, String> = [
            .deadlineExceeded: "no answer in time",
            .readTimeout: "no answer in time",
            .remoteConnectionClosed: "the connection was closed without an answer",
        ]
        if let reason = notSent.first(where: { $0.key == error })?.value {
            self = .notSent(reason)
        } else {
            let reason = lost.first { $0.key == error }?.value
            self = .lost(reason ?? "no answer: \(error.description)")
        }
    }
}

extension IOError {
    /// Whether making the socket or connecting it failed. The number alone does not say so: an open
    /// connection may end with "no route to host", too.
    fileprivate var isOfNoConnection: Bool {
        if errnoCode == ECONNREFUSED { return true }
        let calls = [
            "socket(", "connect(", "bind(", "setsockopt(", "finishing a non-blocking connect",
        ]
        return calls.contains(where: description.hasPrefix)
    }

    fileprivate var words: String {
        let words = String(cString: strerror(errnoCode))
        return words.prefix(1).lowercased() + words.dropFirst()
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
        return "\(error.words) by \(host):\(port)"
    }
}
