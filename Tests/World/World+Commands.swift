import Apixo
import Tasks

extension World {
    /// Writes intents down; only the leader may decide on them.
    mutating func submit(_ requests: [GenerateRequest], by id: ProgramID) -> [Event] {
        guard isWritten() else {
            tell("program \(id) cannot write an intent")
            return []
        }
        let tasks = write(requests, by: id)
        return programs[id]?.isLeader == true ? tasks.map(Event.submitted) : []
    }

    @discardableResult
    mutating func write(_ requests: [GenerateRequest], by id: ProgramID) -> [TrackedTask] {
        guard let program = programs[id] else { return [] }
        let requests = isCalledBack ? requests.map { $0.calling(Self.receiver) } : requests
        let tasks = journal.insert(requests, at: program.clock(now))
        tell("program \(id) writes intents \(tasks.map(\.id.rawValue))")
        tellLeader(of: id)
        return tasks
    }

    /// A program that does not lead leaves a note; without any leader a keyless one acts itself.
    mutating func grant(_ userCommand: UserCommand, by id: ProgramID) -> [Event] {
        guard let program = programs[id], isWritten() else { return [] }
        let isForSender = if case .resumeSending = userCommand { true } else { false }
        guard program.isLeader || (program.kind == .keyless && leader == nil && !isForSender)
        else {
            journal.add(userCommand)
            noteCommand(userCommand)
            tellLeader(of: id)
            return []
        }
        let events = self.events(for: userCommand, by: id)
        return program.isLeader ? events : []
    }

    /// While nobody leads nothing can leave, so a command is in time.
    private mutating func noteCommand(_ userCommand: UserCommand) {
        guard case .remove(let number) = userCommand, journal.task(number)?.life == .queued,
            !programs.values.contains(where: \.isLeader)
        else { return }
        watch.takenBack.insert(number)
    }

    mutating func events(for userCommand: UserCommand, by id: ProgramID) -> [Event] {
        if case .resumeSending(let model) = userCommand { return [.sendingWanted(model)] }
        guard let program = programs[id], let task = userCommand.task.flatMap(journal.task) else {
            return []
        }
        switch userCommand {
        case .resumeSending: return []
        case .pollNow(let number): return [.pollWanted(number)]
        case .called(_, let taskID): return [.called(taskID)]
        case .downloadAgain(let number): return journal.files(of: number).map(Event.downloadWanted)
        case .settle: return [.settled(task)]
        case .confirm(_, let yes): return [.confirmed(task, at: yes)]
        case .attach(let number, let taskID):
            let isTaken = journal.entries.values.contains { entry in
                entry.task.id != number && entry.task.model == task.model
                    && entry.task.life.taskID == taskID
            }
            return isTaken ? [] : [.attached(task, taskID)]
        case .remove(let number):
            guard task.isRemovable else { return [] }
            tell("task \(number.rawValue) is taken off the list (\(task.state.rawValue))")
            if task.life == .queued { watch.takenBack.insert(number) }
            journal.remove(number, at: program.clock(now))
            return [.removed(number)]
        }
    }

    /// New intents and commands of the other programs, for the leader.
    mutating func readJournal(_ id: ProgramID) -> [Event] {
        guard let program = programs[id], program.isLeader else { return [] }
        let new = journal.queued(after: program.newest)
        program.newest = new.last?.id ?? program.newest
        guard let userCommands = takeCommands(id) else {
            timeline.add(.message(id, .journalChanged), at: now + 2)
            return new.map(Event.submitted)
        }
        return new.map(Event.submitted) + userCommands
    }

    /// Wishes are read by taking them out, which is a write and may fail.
    mutating func takeCommands(_ id: ProgramID) -> [Event]? {
        guard journal.hasCommands else { return [] }
        return isWritten() ? journal.takeCommands().flatMap { events(for: $0, by: id) } : nil
    }

    /// Whether a write goes through; it may fail at any time.
    mutating func isWritten() -> Bool {
        journal.isWritable && !dice.happens(weather.unwritable)
    }
}

extension TrackedTask {
    fileprivate var isRemovable: Bool {
        switch life {
        case .queued, .succeeded, .failed, .refused, .unknown: true
        case .running(let running): running.isParked
        case .sending: false
        }
    }
}
