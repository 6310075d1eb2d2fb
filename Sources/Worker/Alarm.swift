import Tasks

/// One timer at most, and none when only an event can change anything.
struct Alarm {
    /// In seconds; a clock that was set is noticed whenever something rings.
    private static let longestWait = 600.0

    private var moment: Timestamp?
    private var timer: Task<Void, Never>?

    /// Rings at `moment`; one that is set for it already goes on.
    mutating func set(_ moment: Timestamp?, now: Timestamp, ring: @escaping @Sendable () -> Void) {
        if let moment, moment == self.moment, moment > now { return }
        timer?.cancel()
        self.moment = moment
        timer = moment.map { moment in
            let end = min(moment, now + Self.longestWait)
            let wait = Duration.milliseconds(max(0, end.milliseconds - now.milliseconds))
            return Task.detached {
                do { try await Task.sleep(for: wait) } catch { return }
                ring()
            }
        }
    }

    /// It has rung, perhaps a hair too early: the same moment may be set once more.
    mutating func rang() { moment = nil }

    func cancel() { timer?.cancel() }
}
