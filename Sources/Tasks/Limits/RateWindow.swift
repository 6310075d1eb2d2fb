import Apixo

/// The requests of the last minute for one model, counted so that the service can never see more.
///
/// A request counts from the moment it leaves until a minute after its answer came: the service
/// counted it somewhere in between.
public struct RateWindow: Sendable, Hashable {
    /// A little over the minute, for the granularity of clocks.
    public static let length = 60.25
    /// A request of a program that was killed may reach the service this much later.
    public static let lateness = 10.0
    /// How far back a new run must know what was spent.
    public static let memory = length + lateness

    public let limit: Int
    private(set) var inFlight = 0
    /// When the counted requests were answered, oldest first.
    private var answered: [Timestamp]
    private var dropped = 0

    /// - Parameter spent: When the requests of an earlier run left.
    public init(limit: Int, spent: [Timestamp] = []) {
        self.limit = limit
        answered = spent.map { $0 + Self.lateness }.sorted()
    }

    /// The requests that count now, those under way with them.
    public var used: Int { inFlight + answered.count - dropped }
    public var hasRoom: Bool { used < limit }

    /// When the next counted request falls out of the window.
    public var roomAt: Timestamp? {
        dropped < answered.count ? answered[dropped] + Self.length : nil
    }

    public mutating func forget(before now: Timestamp) {
        while dropped < answered.count, answered[dropped] + Self.length <= now { dropped += 1 }
        guard dropped > 64, dropped * 2 > answered.count else { return }
        answered.removeFirst(dropped)
        dropped = 0
    }

    public mutating func leave() { inFlight += 1 }

    public mutating func arrive(at now: Timestamp) {
        inFlight = max(0, inFlight - 1)
        // Those of an earlier run may count as answered later than now.
        let place = answered.lastIndex { $0 <= now }.map { $0 + 1 } ?? dropped
        answered.insert(now, at: place)
    }
}
