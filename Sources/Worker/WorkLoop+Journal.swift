import Apixo
import Tasks

extension WorkLoop {
    /// Takes the lead: goes on with what the journal holds.
    mutating func lead() {
        do throws(JournalFault) {
            let now = now
            var engine = try newEngine(at: now)
            if goal == .sent { engine.sendOnly() }
            let unfinished = try worker.journal.unfinished()
            let decision = engine.resume(
                tasks: try unfinished + worker.journal.unknown(since: now - 3600),
                files: try worker.journal.waitingFiles(),
                at: now,
            )
            try worker.journal.save(decision, at: now)
            self.engine = engine
            isLeader = true
            news.newest = unfinished.last?.id ?? news.newest
            worker.report(.leadership(isLeader: true))
            tell(engine.tasks.values.sorted { $0.id < $1.id })
            act(on: decision)
            step(try wishes())
        } catch {
            worker.report(.trouble(error.description))
            Task.detached { [worker] in
                try? await Task.sleep(for: .seconds(2))
                worker.post(.leadershipGained)
            }
        }
    }

    private func newEngine(at now: Moment) throws(JournalFault) -> Engine {
        var estimates = Estimates()
        for (request, cost) in try worker.journal.recentCosts() {
            estimates.learn(costTime: cost, of: request, model: worker.catalog[request.model])
        }
        return Engine(
            catalog: worker.catalog,
            spent: try worker.journal.spent(at: now),
            estimates: estimates,
            seed: UInt64.random(in: 0...UInt64.max),
        )
    }

    /// Another program wrote: new intents and wishes for the leader, news for the others.
    @discardableResult
    mutating func readJournal() -> [Event] {
        let start = now
        defer { news.wasRead(from: start, to: now) }
        worker.report(.journalChanged)
        do throws(JournalFault) {
            if isLeader { return try newIntents() + wishes() }
            try tellUnfinished()
            isReachedElsewhere = try readGoal()
        } catch {
            worker.report(.trouble(error.description))
        }
        return []
    }

    private mutating func newIntents() throws(JournalFault) -> [Event] {
        let queued = try worker.journal.queued(after: news.newest)
        news.newest = queued.last?.id ?? news.newest
        let known = Set(unsaved.compactMap(\.submitted))
        let new = queued.filter { engine.tasks[$0.id] == nil && !known.contains($0.id) }
        if !new.isEmpty { tell(new) }
        return new.map(Event.submitted)
    }

    private func wishes() throws(JournalFault) -> [Event] {
        var events: [Event] = []
        for wish in try worker.journal.takeWishes() { events += try self.events(for: wish) }
        return events
    }

    /// Tells of what is live, and of what was and has ended.
    private mutating func tellUnfinished() throws(JournalFault) {
        var tasks = try worker.journal.unfinished()
        let live = Set(tasks.map(\.id))
        for number in news.told.subtracting(live) {
            if let task = try worker.journal.task(number) { tasks.append(task) }
        }
        news.told = live
        if !tasks.isEmpty { tell(tasks) }
    }
}

extension Event {
    fileprivate var submitted: TaskNumber? {
        if case .submitted(let task) = self { task.id } else { nil }
    }
}
