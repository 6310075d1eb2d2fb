import Tasks

/// What a program has said of requests that wait for a yes.
struct ConfirmWatch {
    fileprivate var told: Set<TaskNumber> = []
}

extension Coordinator {
    private var rule: ConfirmRule { setup.gate.confirm }

    /// Whether it is not sent before the user says yes.
    func isUnconfirmed(_ task: TrackedTask) -> Bool {
        if isLeader, let engine { return engine.unconfirmed.contains(task.id) }
        // By a clock that is wrong everything is too old, or nothing.
        return !isClockSet && rule.reason(toHold: task, at: now) != nil
    }

    /// While the journal is about to be read, that comes first.
    var confirmDue: Timestamp? { cursor.due != nil ? nil : leadership.follower?.confirmDue }

    var isConfirmDue: Bool { confirmDue.map { $0 <= now } ?? false }

    /// What the engine of this program holds.
    mutating func noteUnconfirmed() {
        guard isLeader, let engine, engine.unconfirmed != confirming.told else { return }
        reportUnconfirmed(engine.unconfirmed.compactMap { engine.tasks[$0] })
    }

    /// What the leader holds, or would; gives what it may send.
    mutating func noteUnconfirmedElsewhere(
        _ follower: inout Follower
    ) throws(JournalError) -> Set<TaskNumber> {
        let queued = try store.queued(after: TaskNumber(rawValue: 0))
        let (rule, now) = (rule, now)
        follower.confirmDue = queued.compactMap(rule.end).filter { $0 > now }.min()
        if onlyTask == nil { reportUnconfirmed(queued.filter(isUnconfirmed)) }
        return Set(queued.filter { !isUnconfirmed($0) }.map(\.id)).subtracting(forOtherKey)
    }

    /// Each time that there are more of them.
    private mutating func reportUnconfirmed(_ tasks: [TrackedTask]) {
        let numbers = Set(tasks.map(\.id))
        defer { confirming.told = numbers }
        guard !numbers.isSubset(of: confirming.told) else { return }
        warn(rule.words(for: tasks, at: now))
    }
}
