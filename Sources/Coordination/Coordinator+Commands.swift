import Apixo
import Tasks

extension Coordinator {
    mutating func submit(_ intents: [Intent]) -> [Event] {
        do throws(IntentError) {
            let tasks = try store.insert(
                intents,
                of: setup.catalog,
                through: setup.gate,
                for: ServiceClaim(service: setup.service, mayTakeOver: isLeader),
                key: setup.key,
                at: now,
            )
            report(.submitted(tasks))
            report(tasks)
            reportSpending()
            cursor.told.formUnion(tasks.map(\.id))
            // What had its name already may be anywhere by now.
            return isLeader ? tasks.filter { $0.state == .queued }.map(Event.submitted) : []
        } catch {
            if case .duplicate(let duplicate) = error {
                report(.submitAsks(duplicate))
            } else {
                report(.submitFailed(error.description))
            }
            return []
        }
    }

    /// A command of this program's user.
    mutating func handle(_ command: UserCommand) -> [Event] {
        do throws(JournalError) {
            try noteGiven(command)
            let events = try carryOut(command)
            if let follower = leadership.follower, !follower.isConditionMet {
                let isMet = try readCondition()
                leadership.follower?.isConditionMet = isMet
            }
            return events
        } catch {
            warn(error.description)
            guard error.endsTheTerm, bar == nil else { return [] }
            demote(error)
            return handle(command)
        }
    }

    /// Only the leader carries it out.
    private mutating func carryOut(_ command: UserCommand) throws(JournalError) -> [Event] {
        if isLeader {
            if command.isRemoval {
                let isGone = try store.remove(as: command, of: leadership.term?.id)
                guard isGone else { return [] }
            }
            let events = try events(for: command)
            report(.journalChanged)
            return events
        }
        // What may be sent is for the one that sends, now or later.
        if case .resumeSending = command {
            try store.add(command)
            return []
        }
        // Without a key nothing is ever sent from here, but the list can be kept in order.
        guard !setup.canSend, election.tryToLead() else {
            // What would not be carried out is said here, where the user is.
            if case .attach = command, try events(for: command).isEmpty { return [] }
            try store.add(command)
            return []
        }
        defer { election.release() }
        try carryOutAlone(command)
        return []
    }

    /// An engine kept from an earlier command would not know what other programs have done since.
    private mutating func carryOutAlone(_ command: UserCommand) throws(JournalError) {
        if command.isRemoval {
            _ = try store.remove(as: command, of: nil)
            return report(.journalChanged)
        }
        var engine = Engine(catalog: setup.catalog, limits: setup.limits, seed: random.next())
        engine.close()
        let decision = engine.handle(try events(for: command), at: now)
        try store.save(decision, of: nil, carryingOut: [], at: now)
        report(decision)
        report(.journalChanged)
    }

    /// What the engine is told of a command; what was to be removed is off the list already.
    mutating func events(for command: UserCommand) throws(JournalError) -> [Event] {
        switch command {
        case .pollNow(let number): return [.pollWanted(number)]
        case .called(let id): return [.called(id)]
        case .downloadAgain(let number, let wanted):
            return try store.files(of: number)
                .filter { wanted.isEmpty || wanted.contains($0.id.number) }
                .map(Event.downloadWanted)
        case .remove(let number), .cancel(let number): return [.removed(number)]
        case .resumeSending(let model): return [.sendingWanted(model)]
        case .confirm(let number, let yes):
            return try store.task(number).map { [.confirmed($0, at: yes)] } ?? []
        case .markLost(let number):
            return try store.task(number).map { [.markedLost($0)] } ?? []
        case .attach(let number, let id):
            guard let task = try store.task(number), try isFree(id, for: task) else {
                return []
            }
            return [.attached(task, id)]
        }
    }

    /// A taskId stands for one task: its results and its cost are not counted twice.
    private mutating func isFree(
        _ id: TaskID,
        for task: TrackedTask,
    ) throws(JournalError) -> Bool {
        guard let holder = try store.holder(of: id, besides: task) else { return true }
        let (name, other) = ("#\(task.id.rawValue)", "#\(holder.rawValue)")
        warn("\(name) stays unknown: \(id.rawValue) is the taskId of \(other)")
        return false
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
