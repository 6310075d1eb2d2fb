import Tasks

/// When to read what others wrote: at once, but for a tenth of the time at most, however often they
/// write.
struct JournalCursor {
    private static let shortestPause = 0.2
    private static let longestPause = 1.0
    static let pauseAfterError = 2.0

    /// The newest task read; what was queued since has a higher number.
    var newest = TaskNumber(rawValue: 0)
    /// What a program that does not lead has reported of live tasks.
    var told: Set<TaskNumber> = []
    private var isWaiting = false
    private var mayReadAt = Timestamp(milliseconds: 0)
    /// When the journal was last read, until it is said how long that took.
    private var readAt: Timestamp?

    var due: Timestamp? { isWaiting ? mayReadAt : nil }

    mutating func arrived() { isWaiting = true }

    func isDue(at now: Timestamp) -> Bool { isWaiting && mayReadAt <= now }

    mutating func wasRead(at now: Timestamp) {
        isWaiting = false
        readAt = now
        mayReadAt = now + Self.shortestPause
    }

    mutating func took(_ seconds: Double) {
        guard let readAt else { return }
        self.readAt = nil
        let pause = min(max(seconds * 10, Self.shortestPause), Self.longestPause)
        mayReadAt = max(mayReadAt, readAt + seconds + pause)
    }

    mutating func couldNotBeRead(at now: Timestamp) {
        isWaiting = true
        mayReadAt = now + Self.pauseAfterError
    }
}
