import Tasks
import Terminal

extension AppState {
    /// Whether a key answers a question, or spends money and may be part of a text.
    func decides(_ key: Key, _ command: KeyCommand, in context: Context) -> Bool {
        // F5 is no text; Enter ends every line of one.
        command == .accept && context == .question || command == .submit && key == .enter
    }

    /// From when on a key may decide; one that comes earlier was not meant for it.
    var readyAt: Timestamp? {
        guard case .question(let question)? = overlay else { return pace.quietAt }
        let seen = question.shownAt.map { $0 + KeyPace.reading }
        return [pace.quietAt, seen].compactMap(\.self).max()
    }

    /// Nothing is done before it is sure that the key came alone.
    mutating func decide(_ command: KeyCommand, isAlone: Bool, at now: Timestamp) {
        guard isAlone, isReady(at: now), !layout.isTooSmall else {
            return ignoreDecision(at: now)
        }
        pace.decision = KeyPace.Decision(command: command, due: now + KeyPace.quiet)
    }

    /// A clock that was set back must not keep a question for ever.
    func isReady(at now: Timestamp) -> Bool {
        guard let ready = readyAt else { return true }
        return now >= ready || now + 2 * KeyPace.reading < ready
    }

    /// Another key came too soon after the one that decided: both are of a paste.
    ///
    /// Says whether that was so.
    mutating func dropDecision(at now: Timestamp) -> Bool {
        guard pace.decision != nil else { return false }
        pace.decision = nil
        ignoreDecision(at: now)
        return true
    }

    private mutating func ignoreDecision(at now: Timestamp) {
        if case .question(var question)? = overlay {
            question.wasHurried = true
            overlay = .question(question)
        } else {
            notify(
                "Not sent: several keys came at once, as in a paste; press the key alone",
                .warning,
                at: now
            )
        }
    }

    /// Does what was decided, now that no key came since.
    mutating func carryOutDecision(at now: Timestamp) -> [Effect] {
        guard let decision = pace.decision, decision.due <= now else { return [] }
        pace.decision = nil
        guard decision.command != .accept || context == .question else { return [] }
        defer { keepInSight() }
        return run(decision.command, at: now)
    }

    /// When a question gains its answers, or a decision is carried out.
    func nextDecision(after now: Timestamp) -> Timestamp? {
        if let decision = pace.decision { return max(decision.due, now) }
        guard case .question? = overlay, !isReady(at: now) else { return nil }
        return readyAt
    }

    /// Questions open in many places; what they are drawn from knows since when. What was decided
    /// before one was not meant for it.
    mutating func noteQuestion(at now: Timestamp) {
        guard case .question(var question)? = overlay, question.shownAt == nil else { return }
        question.shownAt = now
        overlay = .question(question)
        pace.decision = nil
    }
}
