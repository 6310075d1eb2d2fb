import Apixo

extension Engine {
    mutating func send(_ task: TrackedTask, at now: Moment) {
        withLane(task.model) { lane in
            lane.queue.removeAll { $0 == task.id }
            lane.live.insert(task.id)
            lane.gate.pass()
            lane.brake.leave(task.id, at: now)
        }
        purse.pay(for: task)
        leave(task, .post(task.id, task.request), at: now)
        become(.sending(since: now), task, at: now)
    }

    mutating func sent(_ number: TaskNumber, _ outcome: SubmitOutcome, at now: Moment) {
        guard arrive(number, outcome.end, at: now), let task = tasks[number],
            case .sending(let since) = task.life
        else { return }
        defer { withLane(task.model) { $0.gate.tryAgain(at: now) } }
        switch outcome {
        case .answered(let answer):
            endOutage()
            answered(answer, task, since: since, at: now)
        case .notSent(let why):
            noteOutage(why, number, at: now)
            putBack(task, since: since, at: now)
        case .lost(let why):
            noteOutage(why, number, at: now)
            withLane(task.model) { $0.brake.lost(number, why: why, at: now) }
            become(.unknown(Unknown(sentAt: since, noticedAt: now, why: why)), task, at: now)
        }
    }

    private mutating func answered(
        _ answer: SubmitAnswer,
        _ task: TrackedTask,
        since: Moment,
        at now: Moment,
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
            let why = "the service answered HTTP \(unclear.status): \(unclear.detail)"
            withLane(task.model) { $0.brake.lost(task.id, why: why, at: now) }
            var unknown = Unknown(sentAt: since, noticedAt: now, why: why)
            unknown.answer = unclear.evidence
            become(.unknown(unknown), task, at: now)
        }
    }

    private mutating func accept(_ id: TaskID, _ task: TrackedTask, at now: Moment) {
        var running = Running(taskID: id, acceptedAt: now)
        account.taken()
        running.nextLook = wasCalledEarly(id) ? now : now + firstWait(for: task)
        withLane(task.model) { lane in
            lane.pauses = 0
            lane.gate = .open
            lane.brake.answered(task.id, at: now)
        }
        become(.running(running), task, at: now)
    }

    /// The documented wait; where the minute is too short for all, no look is spent on a task that
    /// is hardly done yet.
    private func firstWait(for task: TrackedTask) -> Double {
        let documented = max(
            model(task.model).looks.firstAfter,
            firstBackstop(for: task) ?? 0,
        )
        guard let lane = lanes[task.model], isCrowded(lane) else { return documented }
        return max(documented, (expectedSeconds(for: task) ?? 0) * 0.9)
    }

    /// Nothing was created, so the same decision may go out later.
    mutating func putBack(_ task: TrackedTask, since: Moment, at now: Moment) {
        purse.takeBack(task, sentAt: since)
        withLane(task.model) { $0.brake.returned(task.id) }
        var task = task
        task.life = .queued
        enqueue(task)
        decision.changed[task.id] = task
    }

    /// The user found out what became of an unknown submit: it is watched like any other.
    mutating func attach(_ id: TaskID, to task: TrackedTask, at now: Moment) {
        guard case .unknown(let unknown) = task.life, tasks[task.id] == nil,
            !tasks.values.contains(where: { $0.model == task.model && $0.life.taskID == id })
        else { return }
        var running = Running(taskID: id, acceptedAt: min(unknown.sentAt, now))
        running.watchedSince = now
        running.nextLook = now
        let slotUntil = lanes[task.model]?.ghosts[task.id]
        running.claim = Claim(evidence: unknown)
        running.claim?.slotUntil = slotUntil
        withLane(task.model) { $0.ghosts[task.id] = nil }
        become(.running(running), task, at: now)
    }

    /// The taskId the user gave led nowhere: the submit is as unknown as before.
    mutating func detach(_ id: TaskID, _ claim: Claim, _ task: TrackedTask, at now: Moment) {
        var unknown = claim.evidence
        unknown.why += "; the service knows no task \(id.rawValue) of this model"
        become(.unknown(unknown), task, at: now)
        // Its moments may come from an earlier run, and from a clock that was set since.
        withLane(task.model) { $0.ghosts[task.id] = claim.slotUntil }
    }

    mutating func settle(_ task: TrackedTask, at now: Moment) {
        guard case .unknown(var unknown) = task.life, tasks[task.id] == nil else { return }
        unknown.isSettled = true
        var task = task
        task.life = .unknown(unknown)
        decision.changed[task.id] = task
    }
}
