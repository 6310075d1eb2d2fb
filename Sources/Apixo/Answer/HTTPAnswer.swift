/// What came back over HTTP, before anything is believed of it.
public struct HTTPAnswer: Sendable {
    public var status: Int
    public var body: [UInt8]
    /// Those that `Evidence` keeps, of an answer to a paid call.
    public var headers: [String: String] = [:]
    /// Why the body is not whole, if it is not.
    public var broken: String?
    /// `Retry-After`, in seconds.
    public var retryAfter: Double?

    public init(status: Int, body: [UInt8], retryAfter: Double? = nil) {
        self.status = status
        self.body = body
        // "nan" and "inf" are numbers to a parser, and no time to wait.
        self.retryAfter = retryAfter.flatMap { $0.isFinite ? $0 : nil }
    }
}
