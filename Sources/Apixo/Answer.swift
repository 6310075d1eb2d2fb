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

/// An answer that proves nothing either way: a server error, a proxy's page, broken JSON.
public struct Unclear: Error, Sendable, Hashable {
    public var status: Int
    public var detail: String
    public var evidence: Evidence?

    public init(status: Int, detail: String) {
        self.status = status
        self.detail = detail
    }
}

/// The answer to any call: what was wanted, or one of the three ways it was not given.
public enum Answer<Value: Sendable & Hashable>: Sendable, Hashable {
    case value(Value)
    case refused(Refusal)
    /// 429: nothing was done; wait this many seconds, if the service said how long.
    case tooMany(retryAfter: Double?, evidence: Evidence? = nil)
    case unclear(Unclear)
}

public typealias SubmitAnswer = Answer<TaskID>
public typealias PollAnswer = Answer<TaskReport>
public typealias BalanceAnswer = Answer<Double>
