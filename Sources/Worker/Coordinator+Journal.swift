import Apixo
import Tasks

extension Coordinator {
    /// Takes the lead: goes on with what the journal holds.
    mutating func takeLead() {
        do throws(JournalError) {
            let lead = Term()
            try worker.journal.begin(lead, for: worker.service)
            self.lead = lead
            // First of all, so that what was taken back is not sent.
            _ = try worker.journal.removeAsked()
            let decision = try takeUp(at: now)
            leads += 1
            isLeader = true
            worker.report(.leadership(isLeader: true))
            tell(engine.tasks.values.sorted { $0.id < $1.id })
            act(on: decision)
            tellSpending()
            carryOutCommands()
            noteUnconfirmed()
        } catch {
            worker.report(.warning(error.description))
            switch error {
            case .ledElsewhere, .otherService, .outdated: demote(error)
            case .newer, .damaged, .full, .notWritable, .gone, .other, .upgradeWaits, .noLocks,
                .standsStill, .busy:
                leadLater()
            }
        }
    }

    /// Begins with a new engine; what it decides is on disk when this returns.
    private mutating func takeUp(at now: Timestamp) throws(JournalError) -> Decision {
        var engine = try newEngine(at: now)
        if stopCondition == .sent { engine.sendOnly() }
        engine.receive(at: reception.url)
        // The first thing of all: it says which key is in use.
        let isNewKey = try worker.journal.isNew(keyMark: try keyMark())
        try noteOtherKey()
        let unfinished = try worker.journal.unfinished().filter(isMine)
            .filter { !forOtherKey.contains($0.id) }
        let decision = engine.resume(
            tasks: try unfinished + worker.journal.unknown(within: 3600, at: now),
            files: try worker.journal.waitingFiles().filter { isMine($0.id.task) },
            pauses: try worker.journal.pauses(at: now),
            brakes: try worker.journal.brakes(at: now),
            hold: try worker.journal.hold(),
            ceiling: try worker.journal.ceiling(at: now),
            isNewKey: isNewKey,
            told: balanceEvents,
            at: now,
        )
        try worker.journal.save(decision, of: lead, at: now)
        self.engine = engine
        news.newest = unfinished.last?.id ?? news.newest
        return decision
    }

    private func keyMark() throws(JournalError) -> String? {
        guard let key = worker.key else { return nil }
        return try worker.journal.mark(of: key)
    }

    /// Says how many requests wait for another key, each time that there are more of them.
    private mutating func noteOtherKey() throws(JournalError) {
        let found = try worker.journal.queuedForOtherKey()
        defer { forOtherKey = found }
        guard !found.isSubset(of: forOtherKey) else { return }
        let words = found.count == 1 ? "1 request waits" : "\(found.count) requests wait"
        worker.report(
            .warning(
                """
                \(words) for the key they were queued with, which is not the one in use: start apixo \
                with that key, or take them back (x, or apixo cancel)
                """
            )
        )
    }

    /// The lock is kept meanwhile, but may be given up for a rest: it is asked for again.
    private func leadLater() {
        Task.detached { [worker] in
            try? await Task.sleep(for: .seconds(JournalCursor.pauseAfterFault))
            worker.post(.leadAgain)
        }
    }

    private func newEngine(at now: Timestamp) throws(JournalError) -> Engine {
        var estimates = Estimates()
        for (request, cost) in try worker.journal.recentCosts() {
            estimates.learn(costTime: cost, of: request, model: worker.catalog[request.model])
        }
        return Engine(
            catalog: worker.catalog,
            limits: worker.limits,
            spent: try worker.journal.spent(at: now),
            dailySpend: DailySpend(
                gate: worker.gate,
                spent: try worker.journal.spending(by: worker.gate, at: now, hasQueued: false),
                at: now,
            ),
            estimates: estimates,
            seed: UInt64.random(in: 0...UInt64.max),
        )
    }

    /// Another program wrote: new intents and wishes for the leader, news for the others.
    @discardableResult
    mutating func readJournal() -> [Event] {
        let start = now
        worker.report(.journalChanged)
        tellSpending()
        do throws(JournalError) {
            if !isOutdated { try worker.journal.checkVersion() }
            let events = isLeader ? try readAsLeader() : try readAsFollower()
            news.wasRead(from: start, to: now)
            return events
        } catch {
            readLater(error)
            return []
        }
    }

    private mutating func readAsFollower() throws(JournalError) -> [Event] {
        try tellUnfinished()
        try noteOtherKey()
        try noteUnconfirmedElsewhere()
        engine.show(
            try worker.journal.brakes(at: now),
            try worker.journal.hold(),
            try worker.journal.ceiling(at: now),
        )
        isReachedElsewhere = try readCondition()
        standstill = try readStandstill()
        isQueuedElsewhere = try readQueue()
        return []
    }

    private mutating func readLater(_ fault: JournalError) {
        worker.report(.warning(fault.description))
        if fault.endsTheLead { return demote(fault) }
        news.couldNotBeRead(at: now)
    }

    private mutating func newIntents() throws(JournalError) -> [Event] {
        if onlyTask != nil { return [] }
        let queued = try worker.journal.queued(after: news.newest)
        news.newest = queued.last?.id ?? news.newest
        let known = Set(unsaved.compactMap(\.submitted))
        try noteOtherKey()
        let new = queued.filter {
            engine.tasks[$0.id] == nil && !known.contains($0.id) && !forOtherKey.contains($0.id)
        }
        if !new.isEmpty { tell(new) }
        return new.map(Event.submitted)
    }

    /// What was taken back is gone before the rest of the queue is read.
    private mutating func readAsLeader() throws(JournalError) -> [Event] {
        mayHaveCommands = true
        do throws(JournalError) {
            let removed = try worker.journal.removeAsked(of: lead)
            return try removed.map(Event.removed) + newIntents()
        } catch {
            if error.endsTheLead { throw error }
            worker.report(.warning(error.description))
            // The wishes stay in the journal and are read again with the others.
            return try newIntents()
        }
    }

    /// Does what other terminals asked for. A command leaves the journal in the transaction that writes
    /// its effect; where that fails it stays there and is read again.
    mutating func carryOutCommands() {
        mayHaveCommands = false
        do throws(JournalError) {
            let all = try worker.journal.userCommands()
            let userCommands = all.filter { !$0.userCommand.isRemoval }
            // One that came later, or could not be carried out: it is read again.
            if userCommands.count < all.count { news.couldNotBeRead(at: now) }
            if userCommands.isEmpty { return }
            var events: [Event] = []
            for pending in userCommands { events += try self.events(for: pending.userCommand) }
            var next = engine
            let decision = next.handle(events, at: now)
            try worker.journal.save(decision, of: lead, granting: userCommands, at: now)
            engine = next
            act(on: decision)
        } catch {
            readLater(error)
        }
    }

    /// Tells of what is live, and of what was and has ended.
    private mutating func tellUnfinished() throws(JournalError) {
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
