import FoundationEssentials
import Tasks

/// The wall clock at the start, running steadily from there: a clock set back or forward while the
/// program runs moves nothing.
public struct SteadyClock: Sendable {
    private let start: ContinuousClock.Instant
    private let wall: Moment

    public init() {
        start = ContinuousClock.now
        wall = Self.wallNow
    }

    public var now: Moment {
        let passed = ContinuousClock.now - start
        let (seconds, attoseconds) = passed.components
        return Moment(
            milliseconds: wall.milliseconds + Int(seconds) * 1000
                + Int(attoseconds / 1_000_000_000_000_000)
        )
    }

    private static var wallNow: Moment {
        Moment(milliseconds: Int(Date().timeIntervalSince1970 * 1000))
    }
}
