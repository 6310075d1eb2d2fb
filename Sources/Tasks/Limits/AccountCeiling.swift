import Apixo

/// What a 429 has taught of the account: a model that had room was refused all the same.
public struct AccountCeiling: Sendable, Hashable {
    /// Nil where the refusal said nothing of that limit.
    public var limits: AccountLimits
    public var since: Timestamp
    /// From when on one request may try whether more is let through by now.
    public var raiseAt: Timestamp
    /// Such tries in a row that were refused.
    public var refusals: Int

    public init(limits: AccountLimits, since: Timestamp, raiseAt: Timestamp, refusals: Int = 0) {
        self.limits = limits
        self.since = since
        self.raiseAt = raiseAt
        self.refusals = refusals
    }

    /// Seconds until the first try, doubled after each that is refused.
    private static let firstPause = 300.0
    private static let longestPause = 3600.0
    /// Seconds between two steps up.
    private static let pause = 30.0

    init(_ limits: AccountLimits, at now: Timestamp) {
        self.init(limits: limits, since: now, raiseAt: now + Self.firstPause)
    }

    /// A try was refused.
    mutating func stay(at now: Timestamp) {
        refusals += 1
        let pause = Self.firstPause * Double(1 << min(refusals, 10))
        raiseAt = now + min(Self.longestPause, pause)
    }

    /// So much was let through.
    mutating func raise(_ limit: WritableKeyPath<AccountLimits, Int?>, to count: Int) {
        limits[keyPath: limit] = count
    }

    /// A try was let through; the next one waits a while.
    mutating func tried(at now: Timestamp) { raiseAt = max(raiseAt, now + Self.pause) }

    /// Even less is let through than was learnt.
    mutating func lower(
        _ limit: WritableKeyPath<AccountLimits, Int?>,
        to count: Int,
        at now: Timestamp
    ) {
        limits[keyPath: limit] = min(limits[keyPath: limit] ?? count, count)
        stay(at: now)
    }
}
