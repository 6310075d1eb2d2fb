import Synchronization
import Tasks
import Testing

@testable import Worker

struct AlarmTests {
    private final class Bell: Sendable {
        let rings = Mutex(0)
        func ring() { rings.withLock { $0 += 1 } }
        var count: Int { rings.withLock { $0 } }
    }

    @Test func anAlarmThatHasRungCanBeSetToTheSameMomentAgain() async throws {
        let bell = Bell()
        var alarm = Alarm()
        let now = Timestamp(milliseconds: 1000)
        alarm.set(now + 0.01, now: now, ring: bell.ring)
        try await eventually { bell.count == 1 }
        // By the clock it rang too early, so what was due still is.
        alarm.rang()
        alarm.set(now + 0.01, now: now, ring: bell.ring)
        try await eventually { bell.count == 2 }
    }

    @Test func anAlarmSetToTheSameMomentGoesOn() async throws {
        let bell = Bell()
        var alarm = Alarm()
        let now = Timestamp(milliseconds: 1000)
        for _ in 0..<100 { alarm.set(now + 0.05, now: now, ring: bell.ring) }
        try await eventually { bell.count > 0 }
        #expect(bell.count == 1)
    }
}
