import Tasks

/// Whether the program that leads was stopped: then nobody sends, polls or takes over.
struct LeaderCheck {
    static let pause = 2.0
    /// A program may be stopped for a moment.
    static let patience = 1.0

    fileprivate(set) var due: Timestamp?
    fileprivate(set) var stopped: LockHolder?
}

extension Coordinator {
    /// While this program waits for what the leader is to do; an idle one has nothing to find out.
    private var mindsTheLeader: Bool {
        !isLeader && !isDemoted && !isStopping && rest == .none && worker.transport != nil
            && balance.startDue == nil && (stopCondition != .none || !news.told.isEmpty)
    }

    mutating func checkLeader() {
        guard mindsTheLeader else {
            leaderCheck = LeaderCheck()
            return
        }
        if let due = leaderCheck.due, due > now { return }
        leaderCheck.due = now + LeaderCheck.pause
        let holder = worker.lock.holder
        let stopped = holder?.isStopped == true ? holder : nil
        if let stopped, stopped != leaderCheck.stopped {
            let fault = JournalError.standsStill(worker.journal.path, stopped)
            worker.report(.warning(fault.description))
        }
        leaderCheck.stopped = stopped
    }

    /// A program that waits for one task says so and ends; the others wait on.
    var isHeldUp: Bool {
        guard leaderCheck.stopped != nil, !isLeader else { return false }
        return switch stopCondition {
        case .sent, .finished, .granted: startedAt + LeaderCheck.patience <= now
        case .none, .idle: false
        }
    }
}
