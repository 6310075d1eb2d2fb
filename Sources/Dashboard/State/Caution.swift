import Tasks

/// Tells a person who answers a question from text that pours in: a terminal that brackets no paste
/// sends it as keys, and a `yyy` in it must not spend money.
struct Caution: Sendable {
    /// Nobody has read a question sooner, in seconds.
    private static let readingTime = 0.3
    /// Nor does anybody press two keys on purpose so close together.
    private static let typingTime = 0.1

    /// Whether the key being looked at came together with others.
    var isBurst = false
    private var lastKey: Moment?
    private var askedAt: Moment?

    mutating func asked(at now: Moment) { askedAt = now }
    mutating func pressed(at now: Moment) { lastKey = now }

    func allowsYes(at now: Moment) -> Bool {
        !isBurst && Self.isPast(askedAt, Self.readingTime, now)
            && Self.isPast(lastKey, Self.typingTime, now)
    }

    /// A clock that was set back meanwhile keeps nobody waiting.
    private static func isPast(_ moment: Moment?, _ seconds: Double, _ now: Moment) -> Bool {
        guard let moment else { return true }
        return !(0..<seconds).contains(now.seconds(since: moment))
    }
}
