import Tasks

/// Whether the program that leads was stopped: then nobody sends, polls or takes over.
struct LeaderCheck {
    static let pause = 2.0
    /// A program may be stopped for a moment.
    static let grace = 1.0

    fileprivate(set) var due: Timestamp?
    fileprivate(set) var stopped: LockHolder?
}

extension Coordinator {
    /// While this program waits for what the leader is to do; an idle one has nothing to find out.
    private var mindsTheLeader: Bool {
        guard case .following = leadership else { return false }
        return bar == nil && !isStopping && setup.canSend && balance.startDue == nil
            && (stopCondition != .none || !cursor.told.isEmpty)
    }

    mutating func checkLeader() {
        guard var check = leadership.follower?.check else { return }
        defer { leadership.follower?.check = check }
        guard mindsTheLeader else {
            check = LeaderCheck()
            return
        }
        if let due = check.due, due > now { return }
        check.due = now + LeaderCheck.pause
        let holder = election.holder
        let stopped = holder?.isStopped == true ? holder : nil
        if let stopped, stopped != check.stopped {
            warn(JournalError.standsStill(store.path, stopped).description)
        }
        check.stopped = stopped
    }

    /// A program that waits for one task says so and ends; the others wait on.
    var isHeldUp: Bool {
        guard leadership.follower?.check.stopped != nil else { return false }
        return switch stopCondition {
        case .sent, .finished, .carriedOut: startedAt + LeaderCheck.grace <= now
        case .none, .idle: false
        }
    }
}
