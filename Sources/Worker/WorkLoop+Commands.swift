import Apixo
import Tasks

extension WorkLoop {
    /// Does what was asked; what only the leader may decide becomes an event.
    mutating func obey(_ command: Command) -> [Event] {
        do throws(JournalFault) {
            switch command {
            case .submit(let requests, let isAgain):
                return submit(requests.map { Intent($0, isAgain: isAgain) })
            case .wish(let wish): return try take(wish)
            case .loadWindow(let query): worker.windows.read(query)
            case .loadDetail(let number): load(number)
            case .saveDraft(let draft): try worker.journal.save(draft)
            case .useModel(let model): try worker.journal.set("model", model.rawValue)
            case .refreshBalance: askBalance(isWanted: true)
            }
        } catch {
            worker.report(.trouble(error.description))
            guard error.endsTheLead, !isDeposed else { return [] }
            depose(error)
            // Now as any program does that does not lead.
            return obey(command)
        }
        return []
    }

    private mutating func submit(_ intents: [Intent]) -> [Event] {
        do throws(IntentFault) {
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

    private mutating func take(_ wish: Wish) throws(JournalFault) -> [Event] {
        try noteGiven(wish)
        let events = try grant(wish)
        if !isLeader { isReachedElsewhere = try readGoal() }
        return events
    }

    /// A wish of this program's user; only the leader carries it out.
    private func grant(_ wish: Wish) throws(JournalFault) -> [Event] {
        if isLeader {
            if wish.isRemoval {
                guard try worker.journal.remove(as: wish, of: lead) else { return [] }
            }
            let events = try events(for: wish)
            worker.report(.journalChanged)
            return events
        }
        // What may be sent is for the one that sends, now or later.
        if case .resumeSending = wish {
            try worker.journal.add(wish)
            return []
        }
        // Without a key nothing is ever sent from here, but the list can be kept in order.
        guard worker.transport == nil, worker.lock.tryToLead() else {
            // What would not be granted is said here, where the user is.
            if case .attach = wish, try events(for: wish).isEmpty { return [] }
            try worker.journal.add(wish)
            return []
        }
        defer { worker.lock.release() }
        try grantAlone(wish)
        return []
    }

    /// An engine kept from an earlier wish would not know what other programs have done since.
    private func grantAlone(_ wish: Wish) throws(JournalFault) {
        if wish.isRemoval {
            _ = try worker.journal.remove(as: wish)
            return worker.report(.journalChanged)
        }
        var engine = Engine(
            catalog: worker.catalog,
            limits: worker.limits,
            seed: UInt64.random(in: 0...UInt64.max),
        )
        engine.close()
        let decision = engine.handle(try events(for: wish), at: now)
        try worker.journal.save(decision, at: now)
        tell(decision)
        worker.report(.journalChanged)
    }

    /// What the engine is told of a wish; what was to be removed is off the list already.
    func events(for wish: Wish) throws(JournalFault) -> [Event] {
        switch wish {
        case .lookNow(let number): return [.lookWanted(number)]
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
    private func isFree(_ id: TaskID, for task: TrackedTask) throws(JournalFault) -> Bool {
        guard let holder = try worker.journal.holder(of: id, besides: task) else { return true }
        let (name, other) = ("#\(task.id.rawValue)", "#\(holder.rawValue)")
        worker.report(.trouble("\(name) stays unknown: \(id.rawValue) is the taskId of \(other)"))
        return false
    }

    /// Reads beside the loop, so that a long log holds up no task.
    private func load(_ number: TaskNumber) {
        Task.detached { [worker] in
            do throws(JournalFault) {
                if let detail = try worker.journal.detail(number) {
                    worker.report(.detail(detail))
                } else if let text = worker.journal.oddRows.text {
                    worker.report(.trouble(text))
                }
            } catch {
                worker.report(.trouble(error.description))
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
