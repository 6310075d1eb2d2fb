import Apixo
import Tasks

extension Coordinator {
    /// Another program wrote: new intents and commands for the leader, news for the others.
    @discardableResult
    mutating func readJournal() -> [Event] {
        report(.journalChanged)
        reportSpending()
        do throws(JournalError) {
            if !isOutdated { try store.checkVersion() }
            let events = try read()
            cursor.wasRead(at: now)
            return events
        } catch {
            readLater(error)
            return []
        }
    }

    /// How long the last handling took, in seconds, which was for reading above all.
    public mutating func noteDuration(_ seconds: Double) { cursor.took(seconds) }

    private mutating func read() throws(JournalError) -> [Event] {
        switch leadership {
        case .following(let follower):
            try readAsFollower(follower)
            return []
        case .leading: return try readAsLeader()
        case .steppingDown:
            if isLeader { return try readAsLeader() }
            _ = try reportUnfinished()
            return []
        case .suspended: return []
        }
    }

    private mutating func readAsFollower(_ follower: Follower) throws(JournalError) {
        var follower = follower
        let live = try store.unfinished()
        let hadEnds = !cursor.told.isSubset(of: live.map(\.id))
        if hadEnds { follower.view.hasNewDurations() }
        try noteOtherKey()
        let queued = try noteUnconfirmedElsewhere(&follower)
        let isHere = { (task: TrackedTask) in task.life != .queued || queued.contains(task.id) }
        try follower.view.read(live.filter(isHere), from: store, setup, at: now)
        leadership.follower = follower
        try reportUnfinished(live)
        follower.isConditionMet = try readCondition()
        follower.standstill = try readStandstill()
        follower.isQueued = try readQueue()
        leadership.follower = follower
    }

    mutating func readLater(_ error: JournalError) {
        warn(error.description)
        if error.endsTheTerm, !isOutdated {
            demote(error)
            if !isOutdated { return }
        }
        cursor.couldNotBeRead(at: now)
    }

    private mutating func newIntents() throws(JournalError) -> [Event] {
        if onlyTask != nil { return [] }
        let queued = try store.queued(after: cursor.newest)
        cursor.newest = queued.last?.id ?? cursor.newest
        let known = Set((leadership.term?.unsaved ?? []).compactMap(\.submitted))
        try noteOtherKey()
        let new = queued.filter {
            engine?.tasks[$0.id] == nil && !known.contains($0.id) && !forOtherKey.contains($0.id)
        }
        if !new.isEmpty { report(new) }
        return new.map(Event.submitted)
    }

    /// What was taken back is gone before the rest of the queue is read.
    private mutating func readAsLeader() throws(JournalError) -> [Event] {
        guard let term = leadership.term else { return [] }
        mayHaveCommands = true
        do throws(JournalError) {
            let removed = try store.removeAsked(of: term.id)
            return try removed.map(Event.removed) + newIntents()
        } catch {
            if error.endsTheTerm { throw error }
            warn(error.description)
            // The commands stay in the store and are read again with the others.
            return try newIntents()
        }
    }

    /// Does what other programs asked for. A command leaves the store in the transaction that writes
    /// its effect; where that fails it stays there and is read again.
    mutating func carryOutCommands() {
        mayHaveCommands = false
        guard let term = leadership.term else { return }
        do throws(JournalError) {
            let all = try store.pendingCommands()
            let pending = all.filter { !$0.command.isRemoval }
            // One that came later, or could not be carried out: it is read again.
            if pending.count < all.count { cursor.couldNotBeRead(at: now) }
            if pending.isEmpty { return }
            var events: [Event] = []
            for pending in pending { events += try self.events(for: pending.command) }
            var next = term.engine
            let decision = next.handle(events, at: now)
            try store.save(decision, of: term.id, carryingOut: pending, at: now)
            leadership.term?.engine = next
            act(on: decision)
        } catch {
            if case .takenBack(_, let numbers) = error {
                step(numbers.map(Event.removed))
                mayHaveCommands = true
            }
            readLater(error)
        }
    }

    /// Reports what is live, and what was and has ended.
    private mutating func reportUnfinished(_ live: [TrackedTask]? = nil) throws(JournalError) {
        var tasks: [TrackedTask]
        if let live { tasks = live } else { tasks = try store.unfinished() }
        let numbers = Set(tasks.map(\.id))
        for number in cursor.told.subtracting(numbers).sorted() {
            if let task = try store.task(number) { tasks.append(task) }
        }
        cursor.told = numbers
        if !tasks.isEmpty { report(tasks) }
    }
}

extension Event {
    fileprivate var submitted: TaskNumber? {
        if case .submitted(let task) = self { task.id } else { nil }
    }
}
