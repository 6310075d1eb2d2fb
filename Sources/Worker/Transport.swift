import Apixo

/// One call to the service.
public struct APICall: Sendable, Hashable {
    public enum Method: Sendable, Hashable {
        case get
        case post(body: String)
    }

    public var method: Method
    public var url: String
}

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

/// The way to the service; the key is known to it alone.
public typealias Transport = @Sendable (APICall) async throws(TransportFault) -> HTTPAnswer
