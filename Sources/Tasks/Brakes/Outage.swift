import Apixo

/// The service cannot be reached; one request at a time tries the line until an answer comes.
public struct Outage: Sendable, Hashable {
    public var since: Timestamp
    public var reason: String
    public var failures: Int
    public var nextTry: Timestamp

    /// One more request in a row has failed.
    public init(
        after last: Outage?,
        reason: String,
        at now: Timestamp,
        using random: inout SplitMix
    ) {
        failures = (last?.failures ?? 0) + 1
        since = last?.since ?? now
        self.reason = reason
        nextTry = now + Backoff.outage.wait(after: failures, using: &random)
    }

    init(since: Timestamp, reason: String, failures: Int, nextTry: Timestamp) {
        self.since = since
        self.reason = reason
        self.failures = failures
        self.nextTry = nextTry
    }
}
