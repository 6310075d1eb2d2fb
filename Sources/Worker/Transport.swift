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

/// The way to the service; the key is known to it alone.
public typealias Transport = @Sendable (APICall) async throws(TransportFault) -> HTTPAnswer
