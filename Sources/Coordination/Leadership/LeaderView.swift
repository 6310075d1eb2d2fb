import Apixo
import Tasks

/// The engine of the leader as the task store shows it: it never decides anything.
struct LeaderView {
    private var engine: Engine
    private var estimates: Estimates?

    init(_ setup: Setup) {
        engine = Engine(catalog: setup.catalog, limits: setup.limits, seed: 0)
        engine.close()
    }

    var status: EngineStatus { engine.status }
    var requestsPerMinute: Int? { engine.requestsPerMinute }

    func opensAt(_ now: Timestamp) -> Timestamp? { engine.opensAt(now) }

    func expectedSeconds(for task: TrackedTask) -> Double? { engine.expectedSeconds(for: task) }

    /// Forgets what was learnt of durations: a task has ended since.
    mutating func hasNewDurations() { estimates = nil }

    /// - Parameter tasks: What the leader has in its queues, sends or polls.
    mutating func read(
        _ tasks: [TrackedTask],
        from store: any TaskStore,
        _ setup: Setup,
        at now: Timestamp,
    ) throws(JournalError) {
        let known: Estimates
        if let estimates { known = estimates } else { known = try setup.estimates(from: store) }
        let restrictions = try store.restrictions(at: now)
        var engine = Engine(
            catalog: setup.catalog,
            limits: setup.limits,
            spent: try store.spent(at: now),
            estimates: known,
            seed: 0,
        )
        engine.show(
            tasks,
            restrictions.brakes,
            restrictions.hold,
            restrictions.ceiling,
            at: now,
        )
        estimates = known
        self.engine = engine
    }
}

extension Setup {
    /// What the finished tasks of the journal teach of durations.
    func estimates(from store: any TaskStore) throws(JournalError) -> Estimates {
        var estimates = Estimates()
        for (request, duration) in try store.recentDurations() {
            estimates.learn(costTime: duration, of: request, model: catalog[request.model])
        }
        return estimates
    }
}
