import Apixo

extension Engine {
    /// Takes up what an earlier run of the program left behind.
    ///
    /// - Parameter pauses: Until when models are left alone.
    /// - Parameter told: What is known already when this run begins.
    /// - Parameter isNewKey: Whether what was refused before was refused to another key.
    public mutating func resume(
        tasks left: [TrackedTask],
        files waiting: [ResultFile],
        pauses: [ModelID: Timestamp] = [:],
        brakes: [ModelID: BrakeRecord] = [:],
        hold: AccountHold? = nil,
        ceiling: AccountCeiling? = nil,
        isNewKey: Bool = false,
        told events: [Event] = [],
        at now: Timestamp,
    ) -> Decision {
        decision = Decision()
        // The clock may have been set back: nothing of an earlier run lies ahead of now.
        spent = spent.mapValues { $0.map { min($0, now) } }
        openQueues()
        for (id, until) in pauses { withQueue(id) { $0.pausedUntil = until } }
        takeUp(brakes, hold, ceiling)
        if isNewKey { tryNewKey() }
        worryOver(left, at: now)
        for task in left.sorted(by: { $0.id < $1.id }) { takeUp(task, at: now) }
        for file in waiting { takeUp(file, at: now) }
        for event in events { take(event, at: now) }
        schedule(at: now)
        noteBrakes()
        return decision
    }

    private mutating func takeUp(_ task: TrackedTask, at now: Timestamp) {
        switch task.life {
        case .queued:
            enqueue(task)
        case .sending(let since):
            let reason = "the program ended before the answer came"
            become(.unknown(Unknown(sentAt: since, noticedAt: now, reason: reason)), task, at: now)
        case .running(var running):
            running.acceptedAt = min(running.acceptedAt, now)
            running.watchedSince = now
            // When it was noticed, another clock may have said.
            running.claim?.slotUntil = slotEnd(of: task, since: now)
            let first = running.acceptedAt + model(task.model).polls.firstAfter
            running.nextPoll =
                running.isParked ? firstPoll(ofParked: running, task, at: now) : max(first, now)
            watch(task, running)
        case .unknown(let unknown):
            reserve(task, since: min(unknown.noticedAt, now))
        case .succeeded, .failed, .refused:
            break
        }
    }

    /// A new run tries every file at once: what was in the way may be gone.
    private mutating func takeUp(_ file: ResultFile, at now: Timestamp) {
        guard case .waiting(let next, let tries, let reason) = file.state else { return }
        var file = file
        do throws(WebURLError) {
            _ = try WebURL(checking: file.url)
            file.state = .waiting(next: min(next, now), tries: tries, reason: reason)
            files[file.id] = file
        } catch {
            file.state = .lost(reason: error.description)
            keep(file)
        }
    }
}
