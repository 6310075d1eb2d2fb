import Apixo

/// One call to the service.
public struct APICall: Sendable, Hashable {
    public enum Method: Sendable, Hashable {
        case get
        case post(body: String)
    }

    public var method: Method
    public var url: String

    public init(method: Method, url: String) {
        self.method = method
        self.url = url
    }
}

/// The way to the service; the key is known to it alone.
public typealias Transport = @Sendable (APICall) async throws(TransportError) -> HTTPAnswer
