import Apixo

extension Engine {
    /// Looks at a success without a URL before it is taken as it is.
    private static let unreadableLimit = 5

    mutating func look(at task: TrackedTask, _ running: Running, at now: Moment) {
        var running = running
        running.nextLook = nil
        running.lastLook = now
        running.isCalled = false
        running.looks += 1
        keep(running, task)
        withLane(task.model) { $0.lastLook = now }
        leave(task, .look(task.id, task.model, running.taskID), at: now)
    }

    mutating func looked(_ number: TaskNumber, _ outcome: LookOutcome, at now: Moment) {
        guard arrive(number, outcome.end, at: now), let task = tasks[number],
            case .running(let running) = task.life
        else { return }
        if case .answered = outcome { endOutage() }
        switch outcome {
        case .answered(.value(let report)):
            account.answered()
            account.taken()
            withLane(task.model) { lane in
                lane.pauses = 0
                lane.brake.heal(at: now)
            }
            learn(report, task, running, at: now)
        case .answered(.refused(let refusal)):
            if account.refused(refusal, isFree: true, at: now) { worry() }
            let trouble = "HTTP \(refusal.status): \(refusal.message)"
            if refusal.reason == .notFound, let claim = running.claim {
                log(trouble, task, at: now)
                return detach(running.taskID, claim, task, at: now)
            }
            failedLook(trouble, task, running, at: now, mayPark: refusal.reason == .notFound)
        case .answered(.tooMany(let retryAfter, _)):
            pause(task.model, retryAfter: retryAfter, at: now)
            failedLook("HTTP 429: too many requests", task, running, at: now)
        case .answered(.unclear(let unclear)):
            withLane(task.model) { $0.brake.worry() }
            failedLook("HTTP \(unclear.status): \(unclear.detail)", task, running, at: now)
        case .unreachable(let why):
            noteOutage(why, number, at: now)
            failedLook(why, task, running, at: now)
        }
    }

    private mutating func learn(
        _ report: TaskReport,
        _ task: TrackedTask,
        _ running: Running,
        at now: Moment,
    ) {
        var running = running
        running.failedLooks = 0
        running.trouble = nil
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
        at now: Moment,
    ) {
        var running = running
        let isNews = running.phase != phase || running.looks == 1
        running.phase = phase
        let timing = model(task.model).looks
        running.nextLook = now + (running.isCalled ? timing.every : interval(for: task))
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
        at now: Moment,
    ) {
        var running = running
        running.unreadableLooks += 1
        log("success, but resultJson holds no URL", task, at: now)
        guard running.unreadableLooks >= Self.unreadableLimit else {
            running.trouble = "success, but resultJson holds no URL yet"
            running.nextLook = now + model(task.model).looks.every
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
        at now: Moment,
        _ life: (Finished) -> Life,
    ) {
        let finished = Finished(
            taskID: running.taskID,
            acceptedAt: running.acceptedAt,
            endedAt: now,
            times: times,
            looks: running.looks,
        )
        let life = life(finished)
        if case .succeeded = life, let costTime = times.costTime {
            estimates.learn(costTime: costTime, of: task.request, model: catalog[task.model])
        }
        become(life, task, at: now)
    }

    /// A look that failed says nothing about the task: only the next look moves.
    private mutating func failedLook(
        _ trouble: String,
        _ task: TrackedTask,
        _ running: Running,
        at now: Moment,
        mayPark: Bool = false,
    ) {
        var running = running
        log(trouble, task, at: now)
        running.failedLooks += 1
        running.trouble = trouble
        let wait = Backoff.look.wait(after: running.failedLooks, using: &random)
        let timing = model(task.model).looks
        running.nextLook = now + max(wait, timing.every)
        running.isMissing = mayPark
        let isLate = now.seconds(since: running.watchedSince) > timing.parkAfter
        let isParked = running.isParked || mayPark && isLate && !isEveryoneMissing(besides: task)
        if isParked { park(&running, task, at: now) }
        keep(running, task, isForGood: isParked)
    }

    mutating func wantLook(_ number: TaskNumber) {
        guard let task = tasks[number], case .running(var running) = task.life,
            running.nextLook != nil || running.isParked
        else { return }
        let wasParked = running.isParked
        // Before all others, as soon as the budget allows; the one under way is as good.
        running.nextLook = underWay[number] == nil ? Moment(milliseconds: 0) : nil
        running.isParked = false
        keep(running, task, isForGood: wasParked)
    }

    /// What is kept for good goes into the journal, the rest to the screen only.
    mutating func keep(_ running: Running, _ task: TrackedTask, isForGood: Bool = false) {
        watch(task, running)
        decision.touched[task.id] = tasks[task.id]
        if isForGood { decision.changed[task.id] = tasks[task.id] }
    }

    private mutating func log(_ text: String, _ task: TrackedTask, at now: Moment) {
        decision.looks.append(LookEntry(task: task.id, at: now, text: String(text.prefix(300))))
    }
}
