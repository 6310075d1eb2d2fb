import Tasks

extension DetailWriter {
    /// A queued request that is not sent before the user says yes.
    mutating func unconfirmed(_ reason: ConfirmRule.Reason) {
        let rule = environment.confirm
        let age = Words.remaining(max(0, Int(now.seconds(since: row.decidedAt))))
        text.fact("waiting for", "your yes: \(rule.words(for: reason))", .stateUnknown)
        text.fact("decided", "\(clock.dateAndTime(row.decidedAt)), \(age) ago")
        text.note("Not sent yet: press o to send it, x to take it back.", .accent)
    }
}
