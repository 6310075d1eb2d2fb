extension ConfirmRule {
    /// How many wait for a yes, why, and what to do.
    public func words(for tasks: [TrackedTask], at now: Timestamp) -> String {
        let found = Set(tasks.compactMap { reason(toHold: $0, at: now) })
        let reasons = Reason.allCases.filter(found.contains).map(words).joined(separator: "; ")
        let isOne = tasks.count == 1
        return """
            \(isOne ? "1 request waits" : "\(tasks.count) requests wait") for your yes: \(reasons); send \
            \(isOne ? "it" : "them") (o, or apixo confirm), or take \(isOne ? "it" : "them") back \
            (x, or apixo cancel)
            """
    }

    /// Why, after "it waits for your yes: " or so.
    public func words(for reason: Reason) -> String {
        switch reason {
        case .old: "decided on more than \(limitText) ago"
        case .clock: "decided on by a clock that was ahead"
        case .restored:
            "found in a journal that was put back from a copy, so it may have been sent since"
        }
    }

    /// `24 hours`, `90 minutes`
    private var limitText: String {
        let minutes = Int(((limit ?? Self.day) / 60).rounded())
        switch minutes {
        case ..<1: return "a moment"
        case 60: return "an hour"
        case _ where minutes.isMultiple(of: 60): return "\(minutes / 60) hours"
        default: return minutes == 1 ? "a minute" : "\(minutes) minutes"
        }
    }
}
