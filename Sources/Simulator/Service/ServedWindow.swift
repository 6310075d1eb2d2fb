import DequeModule

/// The requests served in the last sliding minute, at times in milliseconds.
struct ServedWindow: Sendable {
    static let length = 60_000
    private var served: Deque<Int> = []

    /// Takes one more request unless `limit` of them were served within the minute before `now`.
    mutating func takes(oneAt now: Int, limit: Int) -> Bool {
        while let first = served.first, first <= now - Self.length { served.removeFirst() }
        guard served.count < limit else { return false }
        served.append(now)
        return true
    }
}
