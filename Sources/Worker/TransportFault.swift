import AsyncHTTPClient
import Glibc
import NIOCore
import NIOPosix
import NIOSSL

/// Why a call has no answer.
public enum TransportFault: Error, Sendable, Hashable {
    /// No connection came about: the service cannot have seen the call.
    case notSent(String)
    /// The call went out, or may have.
    case lost(String)

    public var why: String {
        switch self {
        case .notSent(let why), .lost(let why): why
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
                self = .notSent("the TLS handshake failed: \(Self.plainReason("\(reason)"))")
            } else {
                self = .lost("the TLS connection broke: \(error)")
            }
        case let error as NIOSSLExtraError:
            self = .notSent("the certificate was not accepted: \(error)")
        default:
            self = .lost("no answer: \(error)")
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
