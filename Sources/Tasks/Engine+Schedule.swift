import Apixo

extension Engine {
    /// A look this long overdue goes before submits, so that a long queue starves nobody.
    private static let patience = 30.0

    /// Starts whatever may start now, and works out when to come back.
    mutating func schedule(at now: Moment) {
        guard duty != .nothing else { return }
        purse.turn(at: now)
        holdUnconfirmed(at: now)
        budget.forget(before: now)
        for id in lanes.keys { withLane(id) { $0.settle(at: now) } }
        let due = duty == .everything ? dueLooks(at: now) : []
        let (late, other) = due.partitioned { now.seconds(since: $0.due) > Self.patience }
        look(late, at: now)
        submit(at: now)
        look(other, at: now)
        guard duty == .everything else { return }
        startDownloads(at: now)
        nextWake = wake(after: now)
    }

    private struct DueLook {
        var task: TrackedTask
        var running: Running
        var due: Moment
        var rank: Moment
    }

    /// What all models share goes to who has waited longest.
    private mutating func submit(at now: Moment) {
        guard account.hold == nil else { return }
        while budget.mayLeave(at: now, slots: slots), let task = nextTask(at: now) {
            send(task, at: now)
        }
    }

    private func nextTask(at now: Moment) -> TrackedTask? {
        lanes.values.compactMap { lane -> TrackedTask? in
            guard let number = lane.queue.first, let task = tasks[number],
                lane.maySubmit(at: now), mayCall(lane, at: now), purse.obstacle(to: task) == nil
            else { return nil }
            return task
        }
        .min { $0.id < $1.id }
    }

    private mutating func look(_ due: [DueLook], at now: Moment) {
        for look in due {
            guard budget.mayPoll(at: now) else { return }
            guard let lane = lanes[look.task.model], mayCall(lane, at: now), lane.mayLook(at: now)
            else { continue }
            self.look(at: look.task, look.running, at: now)
        }
    }

    /// Budget, pause and outage in one place: every request to the API passes here.
    private func mayCall(_ lane: Lane, at now: Moment) -> Bool {
        guard lane.window.hasRoom, lane.pausedUntil == nil else { return false }
        guard let outage else { return true }
        return probe == nil && outage.nextTry <= now
    }

    /// The looks that are due, the task most likely to be done first.
    private func dueLooks(at now: Moment) -> [DueLook] {
        let due = lanes.values.flatMap { $0.nextLooks.filter { $0.value <= now } }
        return due.compactMap { number, due -> DueLook? in
            guard let task = tasks[number], let running = task.life.running else { return nil }
            return DueLook(
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
        _ due: Moment,
        _ now: Moment,
    ) -> Moment {
        guard let expected = expectedSeconds(for: task) else { return due }
        let share = now.seconds(since: running.acceptedAt) / expected
        return (0.8...1.6).contains(share) ? due - 2 * model(task.model).looks.every : due
    }

    /// Whether the live tasks cannot all be looked at as often as their page says.
    func isCrowded(_ lane: Lane) -> Bool {
        if lane.isCrowded { return true }
        guard let pace = budget.pace else { return false }
        return Double(lanes.values.reduce(0) { $0 + $1.live.count }) * pace > lane.model.looks.every
    }

    private func wake(after now: Moment) -> Moment? {
        let calls = lanes.values.compactMap { nextCall(in: $0, after: now) }
        let soonest = (calls + [nextDownload, nextUnconfirmed].compactMap(\.self)).min()
        return soonest.map { max($0, now + 0.01) }
    }

    private func nextCall(in lane: Lane, after now: Moment) -> Moment? {
        if probe != nil { return nil }
        var candidates: [Moment] = []
        if let due = lane.nextLooks.values.min(), let opensAt = budget.opensForPoll(now) {
            candidates.append(max(due, lane.nextLookAllowed ?? due, opensAt))
        }
        if let submit = nextSubmit(in: lane, after: now) { candidates.append(submit) }
        guard var soonest = candidates.min() else { return nil }
        if let until = lane.pausedUntil { soonest = max(soonest, until) }
        if let outage { soonest = max(soonest, outage.nextTry) }
        guard !lane.window.hasRoom else { return soonest }
        // With every counted request under way, an answer will come as an event.
        return lane.window.roomAt.map { max(soonest, $0) }
    }

    private func nextSubmit(in lane: Lane, after now: Moment) -> Moment? {
        guard let number = lane.queue.first, let task = tasks[number], account.hold == nil,
            var opensAt = lane.opensAt(now), let budget = budget.opensAt(now, slots: slots)
        else { return nil }
        opensAt = max(opensAt, budget)
        if purse.obstacle(to: task) != nil { return max(purse.day.end, opensAt) }
        if lane.freeSlots > 0 { return opensAt }
        return lane.ghosts.values.min().map { max($0, opensAt) }
    }
}

extension Array {
    fileprivate func partitioned(_ belongsFirst: (Element) -> Bool) -> ([Element], [Element]) {
        (filter(belongsFirst), filter { !belongsFirst($0) })
    }
}
