import Tasks

extension WorkLoop {
    /// How long a submit waits for another program to take it up.
    private static let patience = 1.5

    var isGoalReached: Bool {
        guard unsaved.isEmpty else { return false }
        guard isLeader else { return isReachedElsewhere || isPatienceOver }
        return switch goal {
        case .none: false
        case .idle: isIdle
        case .sent: true
        case .finished(let number): hasEnded(number)
        }
    }

    /// Whether another program has done what this one is here for, as the journal says.
    func readGoal() throws(JournalFault) -> Bool {
        switch goal {
        case .none: false
        case .idle: try hasNothingLeft()
        case .sent: try hasSentIntents()
        case .finished(let number): try hasEndedElsewhere(number)
        }
    }

    /// The service refuses the key, and something waits that needs it.
    var isKeyUseless: Bool {
        let status = engine.status
        guard status.isKeyRefused else { return false }
        return status.queued > 0
            || engine.tasks.values.contains { ($0.life.running?.failedLooks ?? 0) >= 3 }
    }

    var patienceEnd: Moment? {
        goal == .sent && !isLeader ? startedAt + Self.patience : nil
    }

    private var isPatienceOver: Bool { patienceEnd.map { $0 <= now } ?? false }

    private var isIdle: Bool {
        engine.tasks.values.allSatisfy(\.isLeftAlone)
            && !engine.files.values.contains(where: \.isWorthWaitingFor)
    }

    private func hasEnded(_ number: TaskNumber) -> Bool {
        if let task = engine.tasks[number] { return task.isLeftAlone }
        return !engine.files.values.contains { $0.id.task == number && $0.isWorthWaitingFor }
    }

    private func hasNothingLeft() throws(JournalFault) -> Bool {
        let tasks = try worker.journal.unfinished()
        let files = try worker.journal.waitingFiles()
        return tasks.allSatisfy(\.isLeftAlone) && !files.contains(where: \.isWorthWaitingFor)
    }

    private func hasSentIntents() throws(JournalFault) -> Bool {
        for number in worker.intents {
            let state = try worker.journal.task(number)?.state
            if state == .queued || state == .sending { return false }
        }
        return true
    }

    private func hasEndedElsewhere(_ number: TaskNumber) throws(JournalFault) -> Bool {
        guard let task = try worker.journal.task(number) else { return false }
        guard task.state.isFinished else { return task.isLeftAlone }
        return try !worker.journal.files(of: number).contains(where: \.isWorthWaitingFor)
    }
}

extension TrackedTask {
    /// Nothing more happens to it unless the user asks.
    fileprivate var isLeftAlone: Bool { state.isFinished || life.running?.isParked == true }
}

extension ResultFile {
    /// One that failed again and again is tried for days; nobody waits for that.
    fileprivate var isWorthWaitingFor: Bool {
        guard case .waiting(_, let tries, _) = state else { return false }
        return tries < 3
    }
}
