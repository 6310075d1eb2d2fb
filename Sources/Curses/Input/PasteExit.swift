/// Notices that the user leaves a paste whose end is lost: Escape or Ctrl-C, alone in its read and
/// after a pause, and after Escape a pause again, for an end mark may come in two pieces.
struct PasteExit {
    typealias Instant = ContinuousClock.Instant

    /// The pause before the key.
    static let before: Duration = .milliseconds(500)
    /// The pause after Escape.
    static let after: Duration = .milliseconds(250)

    private var escape: Instant?

    /// Whether Escape came and nothing else yet.
    var isPending: Bool { escape != nil }

    /// Whether these codes, or none after some time, mean that the paste is left.
    mutating func isAsked(by codes: [KeyCode], at now: Instant, last: Instant) -> Bool {
        if codes.isEmpty { return escape.map { now - $0 >= Self.after } ?? false }
        guard codes.allSatisfy({ $0 == 27 || $0 == 3 }), now - last >= Self.before else {
            escape = nil
            return false
        }
        if codes.contains(3) { return true }
        escape = escape ?? now
        return false
    }
}
