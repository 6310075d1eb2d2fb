import Tasks

/// What a program has said of requests that wait for a yes.
struct ConfirmWatch {
    fileprivate var told: Set<TaskNumber> = []
    /// When the next of those that another program sends will be too old, so that whoever waits for
    /// it hears of that.
    fileprivate var dueElsewhere: Timestamp?
}

extension Coordinator {
    private var rule: ConfirmRule { worker.gate.confirm }

    /// Whether it is not sent before the user says yes.
    func isUnconfirmed(_ task: TrackedTask) -> Bool {
        if isLeader { return engine.unconfirmed.contains(task.id) }
        // By a clock that is wrong everything is too old, or nothing.
        return !isClockOutdated && rule.reason(toHold: task, at: now) != nil
    }

    /// While the journal is about to be read, that comes first.
    var confirmDue: Timestamp? { isLeader || news.due != nil ? nil : confirming.dueElsewhere }

    var isConfirmDue: Bool { confirmDue.map { $0 <= now } ?? false }

    /// What the engine of this program holds.
    mutating func noteUnconfirmed() {
        guard isLeader, engine.unconfirmed != confirming.told else { return }
        tellUnconfirmed(engine.unconfirmed.compactMap { engine.tasks[$0] })
    }

    /// What the one that leads holds, or would.
    mutating func noteUnconfirmedElsewhere() throws(JournalError) {
        let queued = try worker.journal.queued(after: TaskNumber(rawValue: 0))
        confirming.dueElsewhere = queued.compactMap(rule.end).filter { $0 > now }.min()
        if onlyTask == nil { tellUnconfirmed(queued.filter(isUnconfirmed)) }
    }

    /// Each time that there are more of them.
    private mutating func tellUnconfirmed(_ tasks: [TrackedTask]) {
        let numbers = Set(tasks.map(\.id))
        defer { confirming.told = numbers }
        guard !numbers.isSubset(of: confirming.told) else { return }
        worker.report(.warning(rule.words(for: tasks, at: now)))
    }
}

extension Worker {
    /// How many requests wait for a yes.
    public func countUnconfirmed() throws(JournalError) -> Int {
        let now = clock.now
        return try journal.queued(after: TaskNumber(rawValue: 0))
            .count { gate.confirm.reason(toHold: $0, at: now) != nil }
    }
}
