import Tasks

extension Coordinator {
    private static let pauseAfterError = 2.0

    /// Decides on a copy, writes the decision down, and only then acts on it.
    mutating func step(_ new: [Event]) {
        guard let term = leadership.term else { return }
        let events = term.unsaved + new
        if !term.unsaved.isEmpty, let retryAt = term.retryAt, retryAt > now {
            leadership.term?.unsaved = events.filter(\.isNews)
            return
        }
        var next = term.engine
        let decision = next.handle(events, at: now)
        do throws(JournalError) {
            try store.save(decision, of: term.id, carryingOut: [], at: now)
        } catch {
            warn(error.description)
            if case .takenBack(_, let numbers) = error {
                return step(numbers.map(Event.removed) + new)
            }
            if error.endsTheTerm { demote(error) }
            return keep(events)
        }
        leadership.term?.unsaved = []
        leadership.term?.retryAt = nil
        leadership.term?.engine = next
        act(on: decision)
    }

    /// What could not be written is decided on anew, or by the program that leads now.
    private mutating func keep(_ events: [Event]) {
        if !isLeader {
            leadership.term?.unsaved = []
            return forward(events)
        }
        leadership.term?.unsaved = events.filter(\.isNews)
        leadership.term?.retryAt = now + Self.pauseAfterError
    }

    mutating func act(on decision: Decision) {
        for call in decision.calls { perform(call) }
        report(decision)
        reportStatus()
        if decision.movesSpending { reportSpending() }
        if decision.changed.values.contains(where: \.movesBalance) { askBalance() }
    }

    private mutating func perform(_ call: Call) {
        order(.perform(call, term: terms))
        if case .download(let file) = call { leadership.term?.downloads.insert(file.id) }
    }

    mutating func report(_ decision: Decision) {
        let tasks = decision.touched.merging(decision.changed) { $1 }
        if !tasks.isEmpty { report(tasks.values.sorted { $0.id < $1.id }) }
        if !decision.files.isEmpty { report(.files(Array(decision.files.values))) }
    }

    /// Reports what of the day's caps is used up, while there are any.
    mutating func reportSpending() {
        guard !setup.gate.caps.isEmpty else { return }
        do throws(JournalError) {
            let spending = try store.spending(by: setup.gate, at: now, hasQueued: true)
            guard spending != reportedSpending else { return }
            reportedSpending = spending
            report(.spending(spending))
        } catch {
            warn(error.description)
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

extension Event {
    /// Whether the event would be lost if it were not decided on.
    fileprivate var isNews: Bool {
        switch self {
        case .ticked, .lineFound, .called, .balanceAsked, .balanceUnclear: false
        case .submitted, .sent, .polled, .downloaded, .pollWanted, .downloadWanted, .attached,
            .markedLost, .confirmed, .removed, .balanceRead, .balanceRefused, .sendingWanted:
            true
        }
    }
}

extension TrackedTask {
    /// Whether the account may have been charged or refunded.
    fileprivate var movesBalance: Bool {
        switch life {
        case .succeeded, .failed, .refused, .unknown: true
        case .running(let running): running.polls == 0
        case .queued, .sending: false
        }
    }
}
