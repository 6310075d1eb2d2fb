import Tasks

extension Coordinator {
    /// Seconds another program is given to take up what this one waits for.
    private static let graceOfLeader = 1.5
    /// Seconds that whoever waits for a queued task puts up with a service that cannot be reached.
    private static let graceOfLine = 10.0

    var isConditionMet: Bool {
        guard leadership.term?.unsaved.isEmpty != false else { return false }
        guard isLeader else {
            return leadership.follower?.isConditionMet == true
                || stopCondition == .sent && isConditionOverdue
        }
        return switch stopCondition {
        case .none: false
        case .idle: isIdle
        case .sent: true
        case .finished(let numbers): numbers.allSatisfy(hasEnded)
        // A journal that cannot be read is told of where it is written.
        case .carriedOut(let command): (try? isCarriedOut(command)) ?? false
        }
    }

    /// Whether another program has done what this one is here for, as the journal says.
    func readCondition() throws(JournalError) -> Bool {
        switch stopCondition {
        case .none: false
        case .idle: try hasNothingLeft()
        case .sent: try hasSentIntents()
        case .finished(let numbers): try haveEndedElsewhere(numbers)
        case .carriedOut(let command): try isCarriedOut(command)
        }
    }

    /// When a program that waits gives up because the service cannot be reached; nil while it can,
    /// while a task it waits for has left the queue, or while an answer is still to come.
    var lineGivenUpAt: Timestamp? {
        guard case .finished(let numbers) = stopCondition, !isSending,
            let outage = engine?.outage ?? balance.outage,
            isLeader ? isQueued(numbers) : leadership.follower?.isQueued == true
        else { return nil }
        return outage.since + Self.graceOfLine
    }

    var isLineGivenUp: Bool { lineGivenUpAt.map { $0 <= now } ?? false }

    /// Whether the program waits for others to send what it is here for.
    var waitsForLeader: Bool {
        guard case .finished = stopCondition else { return false }
        return leadership.follower?.isBesideLeader == true
    }

    private func isQueued(_ numbers: [TaskNumber]) -> Bool {
        let live = numbers.compactMap { engine?.tasks[$0] }
        return !live.isEmpty && live.allSatisfy { $0.life == .queued }
    }

    /// The same as the journal has it.
    func readQueue() throws(JournalError) -> Bool {
        guard case .finished(let numbers) = stopCondition else { return false }
        var live: [TrackedTask] = []
        for number in numbers {
            if let task = try store.task(number), !isLeftAlone(task) { live.append(task) }
        }
        return !live.isEmpty && live.allSatisfy { $0.life == .queued }
    }

    /// Why the leader will not do what this program is here for.
    var standstill: RunEnd? { leadership.follower?.standstill }

    var conditionDeadline: Timestamp? {
        guard !isLeader, !isSending, stopCondition == .sent || standstill != nil else { return nil }
        return startedAt + Self.graceOfLeader
    }

    var isConditionOverdue: Bool { conditionDeadline.map { $0 <= now } ?? false }

    private var isIdle: Bool {
        guard let engine else { return false }
        return engine.tasks.values.allSatisfy { isLeftAlone($0) && !engine.isPolled($0.id) }
            && !engine.files.values.contains(where: \.isWorthWaitingFor)
    }

    func hasEnded(_ number: TaskNumber) -> Bool {
        guard let engine else { return false }
        if let task = engine.tasks[number] {
            return isLeftAlone(task) && !engine.isPolled(number)
        }
        return !engine.files.values.contains { $0.id.task == number && $0.isWorthWaitingFor }
    }

    private func hasNothingLeft() throws(JournalError) -> Bool {
        let tasks = try store.unfinished()
        let files = try store.waitingFiles()
        return tasks.allSatisfy(isLeftAlone) && !files.contains(where: \.isWorthWaitingFor)
    }

    private func hasSentIntents() throws(JournalError) -> Bool {
        for number in setup.intents {
            let state = try store.task(number)?.state
            if state == .queued || state == .sending { return false }
        }
        return true
    }

    private func haveEndedElsewhere(_ numbers: [TaskNumber]) throws(JournalError) -> Bool {
        for number in numbers where try !hasEndedElsewhere(number) { return false }
        return true
    }

    private func hasEndedElsewhere(_ number: TaskNumber) throws(JournalError) -> Bool {
        guard let task = try store.task(number) else { return false }
        guard task.state.isFinished else { return isLeftAlone(task) }
        return try !store.files(of: number).contains(where: \.isWorthWaitingFor)
    }

    /// Nothing more happens to it unless the user asks.
    func isLeftAlone(_ task: TrackedTask) -> Bool {
        task.state.isFinished || task.life.running?.isParked == true || isUnconfirmed(task)
    }
}

extension ResultFile {
    /// One that failed again and again is tried for days; nobody waits for that.
    public var isWorthWaitingFor: Bool {
        guard case .waiting(_, let tries, _) = state else { return false }
        return tries < 3
    }
}
