import Tasks

extension Coordinator {
    /// Tells what of the day's caps is used up, while there are any.
    mutating func tellSpending() {
        guard !worker.gate.caps.isEmpty else { return }
        do throws(JournalError) {
            let spending = try worker.journal.spending(
                by: worker.gate,
                at: now,
                hasQueued: true,
            )
            guard spending != toldSpending else { return }
            toldSpending = spending
            worker.report(.spending(spending))
        } catch {
            worker.report(.warning(error.description))
        }
    }
}

extension Decision {
    /// Whether requests left the queue or came back to it.
    var movesSpending: Bool {
        changed.values.contains { task in
            switch task.life {
            case .queued, .sending, .refused: true
            case .running, .succeeded, .failed, .unknown: false
            }
        }
    }
}
