import Tasks

extension TaskState {
    /// Tells states apart without colour, as the word beside it does.
    var glyph: String {
        switch self {
        case .queued: "…"
        case .sending: "→"
        case .pending: "◌"
        case .processing: "●"
        case .success: "✓"
        case .failed: "✗"
        case .refused: "⊘"
        case .unknown: "?"
        }
    }

    var role: Role {
        switch self {
        case .queued: .stateQueued
        case .sending: .stateSending
        case .pending: .statePending
        case .processing: .stateProcessing
        case .success: .stateSuccess
        case .failed: .stateFailed
        case .refused: .stateRefused
        case .unknown: .stateUnknown
        }
    }
}

extension TaskRow {
    /// The state's word, or the service's own where it has one.
    var word: String {
        guard state == .processing, let phase, phase != "processing", !phase.isEmpty else {
            return state.rawValue
        }
        return String(phase.prefix(20))
    }

    /// Seconds it has run, while it runs; whole seconds of the clock, so that all rows tick at once.
    func elapsed(at now: Timestamp) -> Int? {
        guard isTicking else { return nil }
        let start = acceptedAt ?? submittedAt
        return max(0, now.milliseconds / 1000 - start.milliseconds / 1000)
    }

    /// Its clock runs on the screen.
    var isTicking: Bool {
        switch state {
        case .sending, .pending, .processing: !isParked
        case .queued, .success, .failed, .refused, .unknown: false
        }
    }

    /// How far along it should be, from 0 to 1, or how many seconds over its time.
    func progress(at now: Timestamp) -> TaskProgress? {
        guard let elapsed = elapsed(at: now), let expectedSeconds, expectedSeconds > 0,
            acceptedAt != nil
        else { return nil }
        let over = Double(elapsed) - expectedSeconds
        return over > 0
            ? .late(seconds: Words.seconds(over)) : .part(Double(elapsed) / expectedSeconds)
    }
}
