import Apixo
import Tasks

/// What a program that is here for one command of its user has seen of it.
struct GrantWatch {
    /// Whether it has been taken up, here or in the journal.
    var isGiven = false
    /// Where the log of the task's polls ended before.
    var lastPoll = 0
}

extension UserCommand {
    /// The task it is about; nil for a callback, which names a taskId, and for what is about a queue.
    public var task: TaskNumber? {
        switch self {
        case .pollNow(let number), .downloadAgain(let number, _), .remove(let number),
            .cancel(let number), .settle(let number), .attach(let number, _),
            .confirm(let number, _):
            number
        case .called, .resumeSending: nil
        }
    }
}

extension Coordinator {
    /// The only task that this program has to do with, if it is here for one command.
    var onlyTask: TaskNumber? {
        guard case .granted(let userCommand) = stopCondition else { return nil }
        return userCommand.task
    }

    /// What of the journal a new engine is given: all, or what the one command is about.
    func isMine(_ number: TaskNumber) -> Bool { onlyTask.map { $0 == number } ?? true }

    /// A command sends nothing, so what is queued is not for its engine.
    func isMine(_ task: TrackedTask) -> Bool {
        isMine(task.id) && (onlyTask == nil || task.life != .queued)
    }

    mutating func noteGiven(_ userCommand: UserCommand) throws(JournalError) {
        guard case .granted(let wanted) = stopCondition, wanted == userCommand,
            let number = userCommand.task
        else {
            return
        }
        grant.lastPoll = try worker.journal.lastPoll(of: number)
        grant.isGiven = true
    }

    /// Whether the command has had its effect, as the journal says.
    func isGranted(_ userCommand: UserCommand) throws(JournalError) -> Bool {
        guard grant.isGiven, try !worker.journal.isPending(userCommand) else { return false }
        switch userCommand {
        case .pollNow(let number): return try hasBeenPolled(number)
        case .attach(let number, _):
            guard try worker.journal.task(number)?.life.running?.claim != nil else { return true }
            return worker.transport == nil ? true : try hasBeenPolled(number)
        case .downloadAgain(let number, _):
            return try !worker.journal.files(of: number).contains(where: \.isWorthWaitingFor)
        case .called, .remove, .cancel, .settle, .resumeSending, .confirm: return true
        }
    }

    private func hasBeenPolled(_ number: TaskNumber) throws(JournalError) -> Bool {
        if try worker.journal.task(number)?.state.isFinished != false { return true }
        return try worker.journal.lastPoll(of: number) > grant.lastPoll
    }
}
