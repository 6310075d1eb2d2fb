import Apixo

extension Engine {
    /// A poll this long overdue goes before submits, so that a long queue starves nobody.
    private static let patience = 30.0

    /// Starts whatever may start now, and works out when to come back.
    mutating func schedule(at now: Timestamp) {
        guard mode != .nothing else { return }
        dailySpend.turn(at: now)
        holdUnconfirmed(at: now)
        budget.forget(before: now)
        for id in queues.keys { withQueue(id) { $0.dropExpired(at: now) } }
        let due = mode == .everything ? duePolls(at: now) : []
        let (late, other) = due.partitioned { now.seconds(since: $0.due) > Self.patience }
        poll(late, at: now)
        submit(at: now)
        poll(other, at: now)
        guard mode == .everything else { return }
        startDownloads(at: now)
        nextWake = wake(after: now)
    }

    private struct DuePoll {
        var task: TrackedTask
        var running: Running
        var due: Timestamp
        var rank: Timestamp
    }

    /// What all models share goes to who has waited longest.
    private mutating func submit(at now: Timestamp) {
        guard account.hold == nil else { return }
        while budget.mayLeave(at: now, slots: slots), let task = nextTask(at: now) {
            send(task, at: now)
        }
    }

    private func nextTask(at now: Timestamp) -> TrackedTask? {
        queues.values.compactMap { queue -> TrackedTask? in
            guard let number = queue.queue.first, let task = tasks[number],
                queue.maySubmit(at: now), mayCall(queue, at: now),
                dailySpend.obstacle(to: task) == nil
            else { return nil }
            return task
        }
        .min { $0.id < $1.id }
    }

    private mutating func poll(_ due: [DuePoll], at now: Timestamp) {
        for poll in due {
            guard budget.mayPoll(at: now) else { return }
            guard let queue = queues[poll.task.model], mayCall(queue, at: now),
                queue.mayPoll(at: now)
            else { continue }
            self.poll(at: poll.task, poll.running, at: now)
        }
    }

    /// Budget, pause and outage in one place: every request to the API passes here.
    private func mayCall(_ queue: ModelQueue, at now: Timestamp) -> Bool {
        guard queue.window.hasRoom, queue.pausedUntil == nil else { return false }
        guard let outage else { return true }
        return probe == nil && outage.nextTry <= now
    }

    /// The polls that are due, the task most likely to be done first.
    private func duePolls(at now: Timestamp) -> [DuePoll] {
        let due = queues.values.flatMap { $0.nextPolls.filter { $0.value <= now } }
        return due.compactMap { number, due -> DuePoll? in
            guard let task = tasks[number], let running = task.life.running else { return nil }
            return DuePoll(
                task: task,
                running: running,
                due: due,
                rank: rank(task, running, due, now)
            )
        }
        .sorted { ($0.rank, $0.task.id) < ($1.rank, $1.task.id) }
    }

    /// Who has waited longest goes first, but one in the time when such tasks end overtakes.
    private func rank(
        _ task: TrackedTask,
        _ running: Running,
        _ due: Timestamp,
        _ now: Timestamp,
    ) -> Timestamp {
        guard let expected = expectedSeconds(for: task) else { return due }
        let share = now.seconds(since: running.acceptedAt) / expected
        return (0.8...1.6).contains(share) ? due - 2 * model(task.model).polls.every : due
    }

    /// Whether the live tasks cannot all be polled as often as their page says.
    func isCrowded(_ queue: ModelQueue) -> Bool {
        if queue.isCrowded { return true }
        guard let pace = budget.pace else { return false }
        return Double(queues.values.reduce(0) { $0 + $1.live.count }) * pace
            > queue.model.polls.every
    }

    private func wake(after now: Timestamp) -> Timestamp? {
        let calls = queues.values.compactMap { nextCall(in: $0, after: now) }
        let soonest = (calls + [nextDownload, nextUnconfirmed].compactMap(\.self)).min()
        return soonest.map { max($0, now + 0.01) }
    }

    private func nextCall(in queue: ModelQueue, after now: Timestamp) -> Timestamp? {
        if probe != nil { return nil }
        var candidates: [Timestamp] = []
        if let due = queue.nextPolls.values.min(), let opensAt = budget.opensForPoll(now) {
            candidates.append(max(due, queue.nextPollAllowed ?? due, opensAt))
        }
        if let submit = nextSubmit(in: queue, after: now) { candidates.append(submit) }
        guard var soonest = candidates.min() else { return nil }
        if let until = queue.pausedUntil { soonest = max(soonest, until) }
        if let outage { soonest = max(soonest, outage.nextTry) }
        guard !queue.window.hasRoom else { return soonest }
        // With every counted request under way, an answer will come as an event.
        return queue.window.roomAt.map { max(soonest, $0) }
    }

    private func nextSubmit(in queue: ModelQueue, after now: Timestamp) -> Timestamp? {
        guard let number = queue.queue.first, let task = tasks[number], account.hold == nil,
            var opensAt = queue.opensAt(now), let budget = budget.opensAt(now, slots: slots)
        else { return nil }
        opensAt = max(opensAt, budget)
        if dailySpend.obstacle(to: task) != nil { return max(dailySpend.day.end, opensAt) }
        if queue.freeSlots > 0 { return opensAt }
        return queue.reservedSlots.values.min().map { max($0, opensAt) }
    }
}

extension Array {
    fileprivate func partitioned(_ belongsFirst: (Element) -> Bool) -> ([Element], [Element]) {
        (filter(belongsFirst), filter { !belongsFirst($0) })
    }
}
