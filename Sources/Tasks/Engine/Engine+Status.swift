import Apixo

extension Engine {
    public var status: EngineStatus {
        var status = EngineStatus()
        status.outage = outage
        status.missing = missing
        status.hold = account.hold
        status.account = EngineStatus.Account(
            limits: budget.limits,
            used: budget.window.used,
            live: slotsTaken,
            ceiling: budget.ceiling,
        )
        let unknownModels = queues.keys.filter { catalog[$0] == nil }
        let order = catalog.models.map(\.id) + unknownModels.sorted { $0.rawValue < $1.rawValue }
        status.queues = order.compactMap { queues[$0] }.map(status(of:))
        return status
    }

    private func status(of queue: ModelQueue) -> EngineStatus.ModelQueue {
        EngineStatus.ModelQueue(
            model: queue.model.id,
            used: queue.window.used,
            limit: queue.window.limit,
            live: queue.live.count,
            slots: queue.model.limits.tasksAtOnce,
            queued: queue.queue.count,
            wait: queue.queue.isEmpty
                ? queue.pausedUntil.map(EngineStatus.Wait.paused) : wait(of: queue),
            stop: queue.brake.record.stop,
        )
    }

    private func wait(of queue: ModelQueue) -> EngineStatus.Wait? {
        if let hold = account.hold { return hold.reason == .badKey ? .badKey : .noCredits }
        if let stop = queue.brake.record.stop { return .stopped(stop) }
        if let task = queue.queue.first.flatMap({ tasks[$0] }),
            let cap = dailySpend.obstacle(to: task)
        {
            return .cap(cap, until: dailySpend.day.end)
        }
        if let outage { return .offline(since: outage.since, reason: outage.reason) }
        if let until = queue.pausedUntil { return .paused(until: until) }
        if queue.freeSlots <= 0 { return .slots }
        if !queue.window.hasRoom { return queue.window.roomAt.map(EngineStatus.Wait.minute) }
        if budget.isFull(live: slotsTaken) { return .account }
        if case .closed(let until, _) = queue.gate { return .paused(until: until) }
        return queue.brake.isBusy ? .first : nil
    }
}
