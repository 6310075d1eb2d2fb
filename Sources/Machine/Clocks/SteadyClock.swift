import Glibc
import Synchronization
import Tasks

/// The wall clock as it was at the start, running steadily from there, through the machine's sleep: a
/// clock set back or forward while the program runs moves nothing before `follow` is called.
public final class SteadyClock: Sendable {
    private struct Start {
        let instant = ContinuousClock.now
        let wall = SteadyClock.wallNow
    }

    private let start = Mutex(Start())

    public init() {}

    public var now: Timestamp {
        let start = start.withLock { $0 }
        let (seconds, attoseconds) = (ContinuousClock.now - start.instant).components
        return Timestamp(
            milliseconds: start.wall.milliseconds + Int(seconds) * 1000
                + Int(attoseconds / 1_000_000_000_000_000)
        )
    }

    /// How many seconds the machine's clock has been set forward; below zero, back.
    package var lag: Double { Self.wallNow.seconds(since: now) }

    /// Whether it has been set by more than the little by little that keeps a clock right.
    public var isOutdated: Bool { abs(lag) > 5 }

    /// Goes on from what the machine's clock says now.
    package func follow() { start.withLock { $0 = Start() } }

    private static var wallNow: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: time.tv_sec * 1000 + time.tv_nsec / 1_000_000)
    }
}
