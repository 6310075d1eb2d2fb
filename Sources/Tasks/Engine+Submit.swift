import Apixo

extension Engine {
    mutating func send(_ task: TrackedTask, at now: Moment) {
        withLane(task.model) { lane in
            lane.queue.removeAll { $0 == task.id }
            lane.live.insert(task.id)
            lane.window.leave()
        }
        decision.spent[task.model, default: 0] += 1
        decision.calls.append(.post(task.id, task.request))
        become(.sending(since: now), task, at: now)
    }

    mutating func sent(_ number: TaskNumber, _ outcome: SubmitOutcome, at now: Moment) {
        guard let task = tasks[number], case .sending(let since) = task.life else { return }
        withLane(task.model) { $0.window.arrive(at: now) }
        isProbing = false
        switch outcome {
        case .answered(let answer):
            outage = nil
            answered(answer, task, since: since, at: now)
        case .notSent(let why):
            noteOutage(why, at: now)
            putBack(task, at: now)
        case .lost(let why):
            noteOutage(why, at: now)
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
            withLane(task.model) { $0.refusals = 0 }
            accept(id, task, at: now)
        case .refused(let refusal):
            if refusal.reason == .badKey { isKeyRefused = true }
            become(.refused(refusal, at: now), task, at: now)
        case .tooMany(let retryAfter):
            pause(task.model, retryAfter: retryAfter, at: now)
            putBack(task, at: now)
        case .unclear(let unclear):
            let why = "the service answered HTTP \(unclear.status): \(unclear.detail)"
            become(.unknown(Unknown(sentAt: since, noticedAt: now, why: why)), task, at: now)
        }
    }

    private mutating func accept(_ id: TaskID, _ task: TrackedTask, at now: Moment) {
        var running = Running(taskID: id, acceptedAt: now)
        running.nextLook = now + model(task.model).looks.firstAfter
        withLane(task.model) { _ = $0.live.insert(task.id) }
        become(.running(running), task, at: now)
    }

    /// Nothing was created, so the same decision may go out later.
    private mutating func putBack(_ task: TrackedTask, at now: Moment) {
        var task = task
        task.life = .queued
        enqueue(task)
        decision.changed[task.id] = task
    }

    mutating func pause(_ id: ModelID, retryAfter: Double?, at now: Moment) {
        withLane(id) { $0.refusals += 1 }
        let refusals = lanes[id]?.refusals ?? 1
        let wait =
            retryAfter.map { min(max($0, 0.5), 3600) }
            ?? Backoff.tooMany.wait(after: refusals, using: &random)
        withLane(id) { $0.pausedUntil = max($0.pausedUntil ?? now, now + wait) }
    }

    mutating func noteOutage(_ why: String, at now: Moment) {
        let failures = (outage?.failures ?? 0) + 1
        let wait = Backoff.outage.wait(after: failures, using: &random)
        outage = Outage(
            since: outage?.since ?? now,
            why: why,
            failures: failures,
            nextTry: now + wait,
        )
    }

    /// The user found out what became of an unknown submit: it is watched like any other.
    mutating func attach(_ id: TaskID, to task: TrackedTask, at now: Moment) {
        guard case .unknown(let unknown) = task.life else { return }
        var running = Running(taskID: id, acceptedAt: unknown.sentAt)
        running.nextLook = now
        withLane(task.model) { _ = $0.live.insert(task.id) }
        become(.running(running), task, at: now)
    }

    mutating func settle(_ task: TrackedTask, at now: Moment) {
        guard case .unknown(var unknown) = task.life else { return }
        unknown.isSettled = true
        var task = task
        task.life = .unknown(unknown)
        decision.changed[task.id] = task
    }
}
