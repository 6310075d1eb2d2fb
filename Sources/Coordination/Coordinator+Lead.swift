import Apixo
import Tasks

extension Coordinator {
    mutating func leadershipWon() {
        if isLeader { return }
        // The place may have been given up since the message was sent.
        if mayBegin { start() } else { election.release() }
    }

    mutating func leadAgain() {
        if case .following = leadership, !isStopping { start() }
    }

    private var mayBegin: Bool {
        if case .following = leadership { return !isStopping && bar == nil }
        return false
    }

    /// Becomes leader: goes on with what the task store holds.
    mutating func becomeLeader() {
        do throws(JournalError) {
            let id = TermID(rawValue: random.name())
            try store.begin(id, for: setup.service)
            // First of all, so that what was taken back is not sent.
            _ = try store.removeAsked(of: id)
            let decision = try beginTerm(id)
            report(.leadership(isLeader: true))
            report((engine?.tasks ?? [:]).values.sorted { $0.id < $1.id })
            act(on: decision)
            reportSpending()
            carryOutCommands()
            noteUnconfirmed()
        } catch {
            warn(error.description)
            switch error {
            case .ledElsewhere, .otherService, .outdated: demote(error)
            case .newer, .damaged, .full, .notWritable, .gone, .other, .upgradeWaits, .noLocks,
                .standsStill, .busy, .takenBack:
                // The place is kept, but may be given up meanwhile: it is asked for again.
                order(.remind(.leadAgain, after: JournalCursor.pauseAfterError))
            }
        }
    }

    /// Begins with a new engine; what it decides is in the store when this returns.
    private mutating func beginTerm(_ id: TermID) throws(JournalError) -> Decision {
        var engine = try newEngine()
        if stopCondition == .sent { engine.sendOnly() }
        engine.receive(at: reception.url)
        // The first thing of all: it says which key is in use.
        let isNewKey = try store.isNew(setup.key)
        try noteOtherKey()
        let unfinished = try store.unfinished().filter(isMine)
            .filter { !forOtherKey.contains($0.id) }
        let restrictions = try store.restrictions(at: now)
        let decision = engine.resume(
            tasks: try unfinished + store.unknown(within: 3600, at: now),
            files: try store.waitingFiles().filter { isMine($0.id.task) },
            pauses: restrictions.pauses,
            brakes: restrictions.brakes,
            hold: restrictions.hold,
            ceiling: restrictions.ceiling,
            isNewKey: isNewKey,
            told: balanceEvents,
            at: now,
        )
        try store.save(decision, of: id, carryingOut: [], at: now)
        terms += 1
        leadership = .leading(Term(id, number: terms, engine: engine))
        cursor.newest = unfinished.last?.id ?? cursor.newest
        return decision
    }

    private mutating func newEngine() throws(JournalError) -> Engine {
        Engine(
            catalog: setup.catalog,
            limits: setup.limits,
            spent: try store.spent(at: now),
            dailySpend: DailySpend(
                gate: setup.gate,
                spent: try store.spending(by: setup.gate, at: now, hasQueued: false),
                at: now,
            ),
            estimates: try setup.estimates(from: store),
            seed: random.next(),
        )
    }

    /// Says how many requests wait for another key, each time that there are more of them.
    mutating func noteOtherKey() throws(JournalError) {
        let found = try store.queuedForOtherKey()
        defer { forOtherKey = found }
        guard !found.isSubset(of: forOtherKey) else { return }
        let words = found.count == 1 ? "1 request waits" : "\(found.count) requests wait"
        warn(
            """
            \(words) for the key they were queued with, which is not the one in use: start apixo \
            with that key, or take them back (x, or apixo cancel)
            """
        )
    }
}

extension SplitMix {
    /// One that nobody else draws.
    fileprivate mutating func name() -> String {
        String(next(), radix: 16) + "-" + String(next(), radix: 16)
    }
}
