/// The service cannot be reached; one request at a time tries the line until an answer comes.
public struct Outage: Sendable, Hashable {
    public var since: Moment
    public var why: String
    public var failures: Int
    public var nextTry: Moment
}
