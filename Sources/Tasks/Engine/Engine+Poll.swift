import Apixo

extension Engine {
    /// Looks at a success without a URL before it is taken as it is.
    private static let unreadableLimit = 5

    mutating func poll(at task: TrackedTask, _ running: Running, at now: Timestamp) {
        var running = running
        running.nextPoll = nil
        running.lastPoll = now
        running.isCalled = false
        running.polls += 1
        keep(running, task)
        withQueue(task.model) { $0.lastPoll = now }
        leave(task, .poll(task.id, task.model, running.taskID), at: now)
    }

    mutating func polled(_ number: TaskNumber, _ outcome: PollOutcome, at now: Timestamp) {
        guard arrive(number, outcome.end, at: now), let task = tasks[number],
            case .running(let running) = task.life
        else { return }
        if case .answered = outcome { endOutage() }
        switch outcome {
        case .answered(.value(let report)):
            account.answered()
            account.taken()
            withQueue(task.model) { queue in
                queue.pauses = 0
                queue.brake.heal(at: now)
            }
            learn(report, task, running, at: now)
        case .answered(.refused(let refusal)):
            if account.refused(refusal, isFree: true, at: now) { worry() }
            let warning = PollEntry.text(of: refusal)
            if refusal.reason == .notFound, let claim = running.claim {
                log(warning, task, at: now)
                return detach(running.taskID, claim, task, at: now)
            }
            failedPoll(warning, task, running, at: now, mayPark: refusal.reason == .notFound)
        case .answered(.tooMany(let retryAfter, _)):
            pause(task.model, retryAfter: retryAfter, at: now)
            failedPoll("HTTP 429: too many requests", task, running, at: now)
        case .answered(.unclear(let unclear)):
            withQueue(task.model) { $0.brake.worry() }
            failedPoll("HTTP \(unclear.status): \(unclear.detail)", task, running, at: now)
        case .unreachable(let reason):
            noteOutage(reason, number, at: now)
            failedPoll(reason, task, running, at: now)
        }
    }

    private mutating func learn(
        _ report: TaskReport,
        _ task: TrackedTask,
        _ running: Running,
        at now: Timestamp,
    ) {
        var running = running
        running.failedPolls = 0
        running.warning = nil
        running.isMissing = false
        running.claim = nil
        running.createTime = report.times.createTime ?? running.createTime
        switch report.state {
        case .running(let phase):
            log(phase, task, at: now)
            stillRunning(phase, task, running, at: now)
        case .succeeded(let result):
            let count = result.urls.count
            log("success, \(count) \(count == 1 ? "URL" : "URLs")", task, at: now)
            finish(task, running, report.times, at: now) { .succeeded($0, result) }
            collect(
                result,
                of: task,
                since: report.times.end(from: running.acceptedAt, to: now),
                at: now
            )
        case .unreadable(let raw):
            unreadable(raw, report.times, task, running, at: now)
        case .failed(let failure):
            log("failed, \(failure.code.rawValue)", task, at: now)
            finish(task, running, report.times, at: now) { .failed($0, failure) }
        }
    }

    private mutating func stillRunning(
        _ phase: String,
        _ task: TrackedTask,
        _ running: Running,
        at now: Timestamp,
    ) {
        var running = running
        let isNews = running.phase != phase || running.polls == 1
        running.phase = phase
        let timing = model(task.model).polls
        running.nextPoll = now + (running.isCalled ? timing.every : interval(for: task))
        let isLate = now.seconds(since: running.watchedSince) > timing.parkAfter
        let isParked = running.isParked || isLate
        if isParked { park(&running, task, at: now) }
        keep(running, task, isForGood: isNews || isParked)
    }

    private mutating func unreadable(
        _ raw: String,
        _ times: TaskTimes,
        _ task: TrackedTask,
        _ running: Running,
        at now: Timestamp,
    ) {
        var running = running
        running.unreadablePolls += 1
        log("success, but resultJson holds no URL", task, at: now)
        guard running.unreadablePolls >= Self.unreadableLimit else {
            running.warning = "success, but resultJson holds no URL yet"
            running.nextPoll = now + model(task.model).polls.every
            keep(running, task)
            return
        }
        let result = TaskResult(urls: [], raw: raw)
        finish(task, running, times, at: now) { .succeeded($0, result) }
    }

    private mutating func finish(
        _ task: TrackedTask,
        _ running: Running,
        _ times: TaskTimes,
        at now: Timestamp,
        _ life: (Finished) -> Life,
    ) {
        let finished = Finished(
            taskID: running.taskID,
            acceptedAt: running.acceptedAt,
            endedAt: now,
            times: times,
            polls: running.polls,
        )
        let life = life(finished)
        if case .succeeded = life, let costTime = times.costTime {
            estimates.learn(costTime: costTime, of: task.request, model: catalog[task.model])
        }
        become(life, task, at: now)
    }

    /// A poll that failed says nothing about the task: only the next poll moves.
    private mutating func failedPoll(
        _ warning: String,
        _ task: TrackedTask,
        _ running: Running,
        at now: Timestamp,
        mayPark: Bool = false,
    ) {
        var running = running
        log(warning, task, at: now)
        running.failedPolls += 1
        running.warning = warning
        let wait = Backoff.poll.wait(after: running.failedPolls, using: &random)
        let timing = model(task.model).polls
        running.nextPoll = now + max(wait, timing.every)
        running.isMissing = mayPark
        let isLate = now.seconds(since: running.watchedSince) > timing.parkAfter
        let isParked = running.isParked || mayPark && isLate && !isEveryoneMissing(besides: task)
        if isParked { park(&running, task, at: now) }
        keep(running, task, isForGood: isParked)
    }

    mutating func wantPoll(_ number: TaskNumber) {
        guard let task = tasks[number], case .running(var running) = task.life,
            running.nextPoll != nil || running.isParked
        else { return }
        let wasParked = running.isParked
        // Before all others, as soon as the budget allows; the one under way is as good.
        running.nextPoll = underWay[number] == nil ? Timestamp(milliseconds: 0) : nil
        running.isParked = false
        keep(running, task, isForGood: wasParked)
    }

    /// What is kept for good goes into the journal, the rest to the screen only.
    mutating func keep(_ running: Running, _ task: TrackedTask, isForGood: Bool = false) {
        watch(task, running)
        decision.touched[task.id] = tasks[task.id]
        if isForGood { decision.changed[task.id] = tasks[task.id] }
    }

    private mutating func log(_ text: String, _ task: TrackedTask, at now: Timestamp) {
        decision.polls.append(PollEntry(task: task.id, at: now, text: String(text.prefix(300))))
    }
}
