/// How carefully a model's queue is sent; `[brake]` in its file.
public struct BrakeRules: Sendable, Equatable {
    /// Requests that go out before one was answered well, and after any trouble.
    public var first = 1
    /// Requests that may wait for their answers at once.
    public var unanswered = 20
    /// Unknown outcomes in a row after which nothing is sent any more.
    public var unknownLimit = 3
    /// Seconds until one request tries again; doubled each time that fails, up to an hour.
    public var pause = 60.0
    /// Seconds for which a good answer speaks for the requests behind it.
    public var goodFor = 60.0

    public init() {}
}
