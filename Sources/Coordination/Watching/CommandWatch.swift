import Tasks

/// What a program that is here for one command of its user has seen of it.
struct CommandWatch {
    /// Whether it has been taken up, here or in the store.
    var isGiven = false
    /// Where the log of the task's polls ended before.
    var lastPoll = 0
}

extension Coordinator {
    /// The only task that this program has to do with, if it is here for one command.
    var onlyTask: TaskNumber? {
        guard case .carriedOut(let command) = stopCondition else { return nil }
        return command.task
    }

    /// What of the store a new engine is given: all, or what the one command is about.
    func isMine(_ number: TaskNumber) -> Bool { onlyTask.map { $0 == number } ?? true }

    /// A command sends nothing, so what is queued is not for its engine.
    func isMine(_ task: TrackedTask) -> Bool {
        isMine(task.id) && (onlyTask == nil || task.life != .queued)
    }

    mutating func noteGiven(_ command: UserCommand) throws(JournalError) {
        guard case .carriedOut(let wanted) = stopCondition, wanted == command,
            let number = command.task
        else { return }
        carryingOut.lastPoll = try store.lastPoll(of: number)
        carryingOut.isGiven = true
    }

    /// Whether the command has had its effect, as the store says.
    func isCarriedOut(_ command: UserCommand) throws(JournalError) -> Bool {
        guard carryingOut.isGiven, try !store.isPending(command) else { return false }
        switch command {
        case .pollNow(let number): return try hasBeenPolled(number)
        case .attach(let number, _):
            guard try store.task(number)?.life.running?.claim != nil else { return true }
            return setup.canSend ? try hasBeenPolled(number) : true
        case .downloadAgain(let number, _):
            return try !store.files(of: number).contains(where: \.isWorthWaitingFor)
        case .called, .remove, .cancel, .markLost, .resumeSending, .confirm: return true
        }
    }

    private func hasBeenPolled(_ number: TaskNumber) throws(JournalError) -> Bool {
        if try store.task(number)?.state.isFinished != false { return true }
        return try store.lastPoll(of: number) > carryingOut.lastPoll
    }
}
