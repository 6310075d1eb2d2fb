import Apixo

extension Engine {
    mutating func send(_ task: TrackedTask, at now: Timestamp) {
        withQueue(task.model) { queue in
            queue.queue.removeAll { $0 == task.id }
            queue.live.insert(task.id)
            queue.gate.pass()
            queue.brake.leave(task.id, at: now)
        }
        dailySpend.pay(for: task)
        leave(task, .post(task.id, task.request), at: now)
        become(.sending(since: now), task, at: now)
    }

    mutating func sent(_ number: TaskNumber, _ outcome: SubmitOutcome, at now: Timestamp) {
        guard arrive(number, outcome.end, at: now), let task = tasks[number],
            case .sending(let since) = task.life
        else { return }
        defer { withQueue(task.model) { $0.gate.tryAgain(at: now) } }
        switch outcome {
        case .answered(let answer):
            endOutage()
            answered(answer, task, since: since, at: now)
        case .notSent(let reason):
            noteOutage(reason, number, at: now)
            putBack(task, since: since, at: now)
        case .lost(let reason):
            noteOutage(reason, number, at: now)
            withQueue(task.model) { $0.brake.lost(number, reason: reason, at: now) }
            become(.unknown(Unknown(sentAt: since, noticedAt: now, reason: reason)), task, at: now)
        }
    }

    private mutating func answered(
        _ answer: SubmitAnswer,
        _ task: TrackedTask,
        since: Timestamp,
        at now: Timestamp,
    ) {
        switch answer {
        case .value(let id):
            accept(id, task, at: now)
        case .refused(let refusal):
            refused(refusal, task, since: since, at: now)
        case .tooMany(let retryAfter, let evidence):
            pause(task.model, retryAfter: retryAfter, at: now)
            closeGate(of: task.model, at: now)
            var task = task
            task.turnedAway = evidence
            putBack(task, since: since, at: now)
        case .unclear(let unclear):
            let reason = "the service answered HTTP \(unclear.status): \(unclear.detail)"
            withQueue(task.model) { $0.brake.lost(task.id, reason: reason, at: now) }
            var unknown = Unknown(sentAt: since, noticedAt: now, reason: reason)
            unknown.answer = unclear.evidence
            become(.unknown(unknown), task, at: now)
        }
    }

    private mutating func accept(_ id: TaskID, _ task: TrackedTask, at now: Timestamp) {
        var running = Running(taskID: id, acceptedAt: now)
        account.taken()
        running.nextPoll = wasCalledEarly(id) ? now : now + firstWait(for: task)
        withQueue(task.model) { queue in
            queue.pauses = 0
            queue.gate = .open
            queue.brake.answered(task.id, at: now)
        }
        become(.running(running), task, at: now)
    }

    /// The documented wait; where the minute is too short for all, no look is spent on a task that
    /// is hardly done yet.
    private func firstWait(for task: TrackedTask) -> Double {
        let documented = max(
            model(task.model).polls.firstAfter,
            firstBackstop(for: task) ?? 0,
        )
        guard let queue = queues[task.model], isCrowded(queue) else { return documented }
        return max(documented, (expectedSeconds(for: task) ?? 0) * 0.9)
    }

    /// Nothing was created, so the same decision may go out later.
    mutating func putBack(_ task: TrackedTask, since: Timestamp, at now: Timestamp) {
        dailySpend.takeBack(task, sentAt: since)
        withQueue(task.model) { $0.brake.returned(task.id) }
        var task = task
        task.life = .queued
        enqueue(task)
        decision.changed[task.id] = task
    }

    /// The user found out what became of an unknown submit: it is watched like any other.
    mutating func attach(_ id: TaskID, to task: TrackedTask, at now: Timestamp) {
        guard case .unknown(let unknown) = task.life, tasks[task.id] == nil,
            !tasks.values.contains(where: { $0.model == task.model && $0.life.taskID == id })
        else { return }
        var running = Running(taskID: id, acceptedAt: min(unknown.sentAt, now))
        running.watchedSince = now
        running.nextPoll = now
        let slotUntil = queues[task.model]?.reservedSlots[task.id]
        running.claim = Claim(evidence: unknown)
        running.claim?.slotUntil = slotUntil
        withQueue(task.model) { $0.reservedSlots[task.id] = nil }
        become(.running(running), task, at: now)
    }

    /// The taskId the user gave led nowhere: the submit is as unknown as before.
    mutating func detach(_ id: TaskID, _ claim: Claim, _ task: TrackedTask, at now: Timestamp) {
        var unknown = claim.evidence
        unknown.reason += "; the service knows no task \(id.rawValue) of this model"
        become(.unknown(unknown), task, at: now)
        // Its moments may come from an earlier run, and from a clock that was set since.
        withQueue(task.model) { $0.reservedSlots[task.id] = claim.slotUntil }
    }

    mutating func markLost(_ task: TrackedTask, at now: Timestamp) {
        guard case .unknown(var unknown) = task.life, tasks[task.id] == nil else { return }
        unknown.isSettled = true
        var task = task
        task.life = .unknown(unknown)
        decision.changed[task.id] = task
    }
}
