/// Why the service would not do what was asked.
public struct Refusal: Error, Sendable, Hashable {
    public enum Reason: Sendable, Hashable {
        case badRequest, noCredits, badKey, forbidden, notFound, other
    }

    public var status: Int
    public var reason: Reason
    public var message: String
    /// The newest errors page says a failCode can come with a refusal.
    public var failCode: FailCode?
    /// What the refusal of a paid call looked like.
    public var evidence: Evidence?

    public init(status: Int, reason: Reason, message: String, failCode: FailCode? = nil) {
        self.status = status
        self.reason = reason
        self.message = message
        self.failCode = failCode
    }
}
