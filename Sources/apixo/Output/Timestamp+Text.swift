import Machine
import Tasks

extension Timestamp {
    /// Local time, to the second: `2026-11-20 23:15:00`.
    var text: String { WallClock.local.dateAndTime(self) }
}
