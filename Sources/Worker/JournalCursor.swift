import Tasks

/// When to read what others wrote: at once, but for a tenth of the time at most, however often
/// they write.
struct JournalCursor {
    private static let shortestPause = 0.2
    private static let longestPause = 1.0
    static let pauseAfterFault = 2.0

    /// The newest task read; what was queued since has a higher number.
    var newest = TaskNumber(rawValue: 0)
    /// What a program that does not lead has told of live tasks.
    var told: Set<TaskNumber> = []
    private var isWaiting = false
    private var mayReadAt = Timestamp(milliseconds: 0)

    var due: Timestamp? { isWaiting ? mayReadAt : nil }

    mutating func arrived() { isWaiting = true }

    func isDue(at now: Timestamp) -> Bool { isWaiting && mayReadAt <= now }

    mutating func wasRead(from start: Timestamp, to end: Timestamp) {
        isWaiting = false
        let pause = end.seconds(since: start) * 10
        mayReadAt = end + min(max(pause, Self.shortestPause), Self.longestPause)
    }

    mutating func couldNotBeRead(at now: Timestamp) {
        isWaiting = true
        mayReadAt = now + Self.pauseAfterFault
    }
}
