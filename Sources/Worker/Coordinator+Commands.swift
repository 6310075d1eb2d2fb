import Apixo
import Tasks

extension Coordinator {
    /// Does what was asked; what only the leader may decide becomes an event.
    mutating func obey(_ command: Command) -> [Event] {
        do throws(JournalError) {
            switch command {
            case .submit(let requests, let isAgain):
                return submit(requests.map { Intent($0, isAgain: isAgain) })
            case .userCommand(let userCommand): return try take(userCommand)
            case .loadWindow(let query): worker.windows.read(query)
            case .loadDetail(let number): load(number)
            case .saveDraft(let draft): try worker.journal.save(draft)
            case .useModel(let model): try worker.journal.set("model", model.rawValue)
            case .refreshBalance: askBalance(isWanted: true)
            }
        } catch {
            worker.report(.warning(error.description))
            guard error.endsTheLead, !isDemoted else { return [] }
            demote(error)
            // Now as any program does that does not lead.
            return obey(command)
        }
        return []
    }

    private mutating func submit(_ intents: [Intent]) -> [Event] {
        do throws(IntentError) {
            let tasks = try worker.write(intents, isAlone: isLeader, at: now)
            worker.report(.submitted(tasks))
            tell(tasks)
            tellSpending()
            news.told.formUnion(tasks.map(\.id))
            // What had its name already may be anywhere by now.
            return isLeader ? tasks.filter { $0.state == .queued }.map(Event.submitted) : []
        } catch {
            if case .duplicate(let duplicate) = error {
                worker.report(.submitAsks(duplicate))
            } else {
                worker.report(.submitFailed(error.description))
            }
            return []
        }
    }

    private mutating func take(_ userCommand: UserCommand) throws(JournalError) -> [Event] {
        try noteGiven(userCommand)
        let events = try grant(userCommand)
        if !isLeader { isReachedElsewhere = try readCondition() }
        return events
    }

    /// A command of this program's user; only the leader carries it out.
    private func grant(_ userCommand: UserCommand) throws(JournalError) -> [Event] {
        if isLeader {
            if userCommand.isRemoval {
                guard try worker.journal.remove(as: userCommand, of: lead) else { return [] }
            }
            let events = try events(for: userCommand)
            worker.report(.journalChanged)
            return events
        }
        // What may be sent is for the one that sends, now or later.
        if case .resumeSending = userCommand {
            try worker.journal.add(userCommand)
            return []
        }
        // Without a key nothing is ever sent from here, but the list can be kept in order.
        guard worker.transport == nil, worker.lock.tryToLead() else {
            // What would not be granted is said here, where the user is.
            if case .attach = userCommand, try events(for: userCommand).isEmpty { return [] }
            try worker.journal.add(userCommand)
            return []
        }
        defer { worker.lock.release() }
        try grantAlone(userCommand)
        return []
    }

    /// An engine kept from an earlier wish would not know what other programs have done since.
    private func grantAlone(_ userCommand: UserCommand) throws(JournalError) {
        if userCommand.isRemoval {
            _ = try worker.journal.remove(as: userCommand)
            return worker.report(.journalChanged)
        }
        var engine = Engine(
            catalog: worker.catalog,
            limits: worker.limits,
            seed: UInt64.random(in: 0...UInt64.max),
        )
        engine.close()
        let decision = engine.handle(try events(for: userCommand), at: now)
        try worker.journal.save(decision, at: now)
        tell(decision)
        worker.report(.journalChanged)
    }

    /// What the engine is told of a command; what was to be removed is off the list already.
    func events(for userCommand: UserCommand) throws(JournalError) -> [Event] {
        switch userCommand {
        case .pollNow(let number): return [.pollWanted(number)]
        case .called(let id): return [.called(id)]
        case .downloadAgain(let number, let wanted):
            return try worker.journal.files(of: number)
                .filter { wanted.isEmpty || wanted.contains($0.id.number) }
                .map(Event.downloadWanted)
        case .remove(let number), .cancel(let number): return [.removed(number)]
        case .resumeSending(let model): return [.sendingWanted(model)]
        case .confirm(let number, let yes):
            return try worker.journal.task(number).map { [.confirmed($0, at: yes)] } ?? []
        case .settle(let number):
            return try worker.journal.task(number).map { [.settled($0)] } ?? []
        case .attach(let number, let id):
            guard let task = try worker.journal.task(number), try isFree(id, for: task) else {
                return []
            }
            return [.attached(task, id)]
        }
    }

    /// A taskId stands for one task: its results and its cost are not counted twice.
    private func isFree(_ id: TaskID, for task: TrackedTask) throws(JournalError) -> Bool {
        guard let holder = try worker.journal.holder(of: id, besides: task) else { return true }
        let (name, other) = ("#\(task.id.rawValue)", "#\(holder.rawValue)")
        worker.report(.warning("\(name) stays unknown: \(id.rawValue) is the taskId of \(other)"))
        return false
    }

    /// Reads beside the loop, so that a long log holds up no task.
    private func load(_ number: TaskNumber) {
        Task.detached { [worker] in
            do throws(JournalError) {
                if let detail = try worker.journal.detail(number) {
                    worker.report(.detail(detail))
                } else if let text = worker.journal.corruptRows.text {
                    worker.report(.warning(text))
                }
            } catch {
                worker.report(.warning(error.description))
            }
        }
    }
}

extension TrackedTask {
    /// What is on its way or running was paid for and stays on the list.
    public var isRemovable: Bool {
        switch life {
        case .queued, .succeeded, .failed, .refused, .unknown: true
        case .running(let running): running.isParked
        case .sending: false
        }
    }
}
