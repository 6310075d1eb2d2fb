import Tasks

/// What the header sums up.
extension AppState {
    /// An answer that takes longer than this is spoken of.
    static let silenceLimit = 5.0
    /// Unsaved results this near their end are shown first.
    static let nearEnd = Double(ResultFile.nearEnd)

    /// Tasks under way and queued; only the program that leads has an engine to ask.
    func liveCounts(at now: Timestamp) -> (running: Int, queued: Int) {
        if isLeader { return (status.live, status.queued) }
        let lives = table.live.values.map(\.task.life)
        let queued = lives.count { $0 == .queued }
        let running = lives.count { $0.running?.isParked != true } - queued
        return (running, queued - unconfirmed(at: now))
    }

    /// Since when the oldest request under way has been waiting for its answer.
    var silentSince: Timestamp? { asked.values.min() }

    /// Notes when the request of a task left. Looks are told by the program that leads alone.
    mutating func noteRequest(of task: TrackedTask, at now: Timestamp) {
        switch task.life {
        case .sending(let since): asked[task.id] = since
        case .running(let running)
        where isLeader && running.nextPoll == nil && !running.isParked:
            asked[task.id] = asked[task.id] ?? now
        case .queued, .running, .succeeded, .failed, .refused, .unknown: asked[task.id] = nil
        }
    }

    /// Results that are not saved and die within a day.
    func expiring(at now: Timestamp) -> [ResultFile] {
        unsaved.values.filter { $0.isWaiting && $0.expiresAt < now + Self.nearEnd }
    }

    /// The soonest end among the unsaved results of each task that has one near.
    func endings(at now: Timestamp) -> [TaskNumber: Timestamp] {
        Dictionary(expiring(at: now).map { ($0.id.task, $0.expiresAt) }, uniquingKeysWith: min)
    }
}
