import Apixo
import Tasks

extension WorkLoop {
    /// Takes the lead: goes on with what the journal holds.
    mutating func takeLead() {
        do throws(JournalFault) {
            let lead = Lead()
            try worker.journal.begin(lead, for: worker.service)
            self.lead = lead
            // First of all, so that what was taken back is not sent.
            _ = try worker.journal.removeWished()
            let decision = try takeUp(at: now)
            leads += 1
            isLeader = true
            worker.report(.leadership(isLeader: true))
            tell(engine.tasks.values.sorted { $0.id < $1.id })
            act(on: decision)
            tellSpending()
            carryOutWishes()
            noteUnconfirmed()
        } catch {
            worker.report(.trouble(error.description))
            switch error {
            case .ledElsewhere, .otherService, .outdated: depose(error)
            case .newer, .damaged, .full, .notWritable, .gone, .other, .upgradeWaits, .noLocks,
                .standsStill, .busy:
                leadLater()
            }
        }
    }

    /// Begins with a new engine; what it decides is on disk when this returns.
    private mutating func takeUp(at now: Moment) throws(JournalFault) -> Decision {
        var engine = try newEngine(at: now)
        if goal == .sent { engine.sendOnly() }
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

    private func keyMark() throws(JournalFault) -> String? {
        guard let key = worker.key else { return nil }
        return try worker.journal.mark(of: key)
    }

    /// Says how many requests wait for another key, each time that there are more of them.
    private mutating func noteOtherKey() throws(JournalFault) {
        let found = try worker.journal.queuedForOtherKey()
        defer { forOtherKey = found }
        guard !found.isSubset(of: forOtherKey) else { return }
        let words = found.count == 1 ? "1 request waits" : "\(found.count) requests wait"
        worker.report(
            .trouble(
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
            try? await Task.sleep(for: .seconds(JournalNews.pauseAfterFault))
            worker.post(.leadAgain)
        }
    }

    private func newEngine(at now: Moment) throws(JournalFault) -> Engine {
        var estimates = Estimates()
        for (request, cost) in try worker.journal.recentCosts() {
            estimates.learn(costTime: cost, of: request, model: worker.catalog[request.model])
        }
        return Engine(
            catalog: worker.catalog,
            limits: worker.limits,
            spent: try worker.journal.spent(at: now),
            purse: Purse(
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
        do throws(JournalFault) {
            if !isOutdated { try worker.journal.checkVersion() }
            let events = isLeader ? try readAsLeader() : try readAsFollower()
            news.wasRead(from: start, to: now)
            return events
        } catch {
            readLater(error)
            return []
        }
    }

    private mutating func readAsFollower() throws(JournalFault) -> [Event] {
        try tellUnfinished()
        try noteOtherKey()
        try noteUnconfirmedElsewhere()
        engine.show(
            try worker.journal.brakes(at: now),
            try worker.journal.hold(),
            try worker.journal.ceiling(at: now),
        )
        isReachedElsewhere = try readGoal()
        standstill = try readStandstill()
        isQueuedElsewhere = try readQueue()
        return []
    }

    private mutating func readLater(_ fault: JournalFault) {
        worker.report(.trouble(fault.description))
        if fault.endsTheLead { return depose(fault) }
        news.couldNotBeRead(at: now)
    }

    private mutating func newIntents() throws(JournalFault) -> [Event] {
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
    private mutating func readAsLeader() throws(JournalFault) -> [Event] {
        mayHaveWishes = true
        do throws(JournalFault) {
            let removed = try worker.journal.removeWished(of: lead)
            return try removed.map(Event.removed) + newIntents()
        } catch {
            if error.endsTheLead { throw error }
            worker.report(.trouble(error.description))
            // The wishes stay in the journal and are read again with the others.
            return try newIntents()
        }
    }

    /// Does what other terminals asked for. A wish leaves the journal in the transaction that writes
    /// its effect; where that fails it stays there and is read again.
    mutating func carryOutWishes() {
        mayHaveWishes = false
        do throws(JournalFault) {
            let all = try worker.journal.wishes()
            let wishes = all.filter { !$0.wish.isRemoval }
            // One that came later, or could not be carried out: it is read again.
            if wishes.count < all.count { news.couldNotBeRead(at: now) }
            if wishes.isEmpty { return }
            var events: [Event] = []
            for pending in wishes { events += try self.events(for: pending.wish) }
            var next = engine
            let decision = next.handle(events, at: now)
            try worker.journal.save(decision, of: lead, granting: wishes, at: now)
            engine = next
            act(on: decision)
        } catch {
            readLater(error)
        }
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
