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
