/// The service cannot be reached; one request at a time tries the line until an answer comes.
public struct Outage: Sendable, Hashable {
    public var since: Moment
    public var why: String
    public var failures: Int
    public var nextTry: Moment

    /// One more request in a row has failed.
    public init(after last: Outage?, why: String, at now: Moment, using random: inout SplitMix) {
        failures = (last?.failures ?? 0) + 1
        since = last?.since ?? now
        self.why = why
        nextTry = now + Backoff.outage.wait(after: failures, using: &random)
    }

    init(since: Moment, why: String, failures: Int, nextTry: Moment) {
        self.since = since
        self.why = why
        self.failures = failures
        self.nextTry = nextTry
    }
}
