import Tasks

/// Queued requests that are not sent before the user says yes.
extension AppState {
    private var rule: ConfirmRule { environment.confirm }

    /// How many there are, whoever sends.
    func unconfirmed(at now: Timestamp) -> Int {
        table.live.values.count { rule.reason(toHold: $0.task, at: now) != nil }
    }

    func isUnconfirmed(_ row: TaskRow, at now: Timestamp) -> Bool {
        rule.reason(toHold: row, at: now) != nil
    }

    func isSelectedUnconfirmed(at now: Timestamp) -> Bool {
        table.selectedRow.map { isUnconfirmed($0, at: now) } ?? false
    }

    func disabledReasonForConfirming(_ row: TaskRow) -> String? {
        guard row.state == .queued else { return "#\(row.id.rawValue) is \(row.state.rawValue)" }
        guard !environment.hasKey else { return nil }
        return "No API key: nothing is sent from here"
    }

    mutating func ask(to row: TaskRow, at now: Timestamp) {
        guard let reason = rule.reason(toHold: row, at: now) else {
            return notify(
                "#\(row.id.rawValue) does not wait for your yes; it is sent in its turn",
                at: now
            )
        }
        overlay = .question(.confirm(row, rule.words(for: reason), at: now))
    }

    /// It may have been taken back while the question stood.
    mutating func confirm(_ number: TaskNumber, at now: Timestamp) -> [Effect] {
        guard let row = table.rows.first(where: { $0.id == number }), row.state == .queued else {
            return []
        }
        notify("#\(number.rawValue) is sent in its turn", at: now)
        return [.command(.confirm(number, at: now))]
    }
}

extension Question {
    fileprivate static func confirm(_ row: TaskRow, _ reason: String, at now: Timestamp) -> Question
    {
        let age = Words.remaining(max(0, Int(now.seconds(since: row.decidedAt))))
        return Question(
            title: "Send #\(row.id.rawValue) now?",
            text: "It was \(reason). You decided \(age) ago. It is billed.",
            yes: .confirm(row.id),
        )
    }
}
