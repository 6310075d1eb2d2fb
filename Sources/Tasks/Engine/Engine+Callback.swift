import Apixo

/// A callback is a hint, never evidence: it brings a poll forward and does nothing else.
extension Engine {
    /// How many callbacks are remembered for tasks whose taskId is not known yet.
    private static let earlyLimit = 100

    /// The receiver listens at this URL, or no longer does.
    public mutating func receive(at url: String?) { receiver = url }

    mutating func called(_ id: TaskID, at now: Timestamp) {
        let found = tasks.values.first { $0.life.taskID == id }
        guard let task = found, let running = task.life.running else {
            // The answer to its POST may still be on the way.
            guard tasks.values.contains(where: { $0.state == .sending }), !early.contains(id)
            else { return }
            if early.count >= Self.earlyLimit { early.removeFirst() }
            return early.append(id)
        }
        bringForward(task, running, at: now)
    }

    /// Whether a callback came before the taskId was known.
    mutating func wasCalledEarly(_ id: TaskID) -> Bool {
        guard let place = early.firstIndex(of: id) else { return false }
        early.remove(at: place)
        return true
    }

    /// However often it is called, no task is polled more often than its page says.
    private mutating func bringForward(_ task: TrackedTask, _ running: Running, at now: Timestamp) {
        var running = running
        guard underWay[task.id] == nil, running.nextPoll != nil || running.isParked else {
            // The look under way may have left too early to see the end.
            running.isCalled = true
            return keep(running, task)
        }
        let every = model(task.model).polls.every
        let soonest = max(now, running.lastPoll.map { $0 + every } ?? now)
        let wasParked = running.isParked
        running.isParked = false
        running.nextPoll = running.nextPoll.map { min($0, soonest) } ?? soonest
        keep(running, task, isForGood: wasParked)
    }

    /// Seconds until a task is polled again that was found running.
    func interval(for task: TrackedTask) -> Double {
        let every = model(task.model).polls.every
        return awaitsCall(task) ? max(60, every * 20) : every
    }

    /// When a task that will be called back is polled all the same: a callback may be lost.
    func firstBackstop(for task: TrackedTask) -> Double? {
        guard awaitsCall(task) else { return nil }
        let usual = model(task.model).typicalSeconds(for: task.request.input)?.upperBound ?? 60
        return usual * 2 + 30
    }

    private func awaitsCall(_ task: TrackedTask) -> Bool {
        guard let receiver, task.request.requestType == .callback else { return false }
        return task.request.callbackURL == receiver
    }
}
