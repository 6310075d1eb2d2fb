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
        let strangers = lanes.keys.filter { catalog[$0] == nil }
        let order = catalog.models.map(\.id) + strangers.sorted { $0.rawValue < $1.rawValue }
        status.lanes = order.compactMap { lanes[$0] }.map(status(of:))
        return status
    }

    private func status(of lane: Lane) -> EngineStatus.Lane {
        EngineStatus.Lane(
            model: lane.model.id,
            used: lane.window.used,
            limit: lane.window.limit,
            live: lane.live.count,
            slots: lane.model.limits.tasksAtOnce,
            queued: lane.queue.count,
            wait: lane.queue.isEmpty
                ? lane.pausedUntil.map(EngineStatus.Wait.paused) : wait(of: lane),
            stop: lane.brake.record.stop,
        )
    }

    private func wait(of lane: Lane) -> EngineStatus.Wait? {
        if let hold = account.hold { return hold.reason == .badKey ? .badKey : .noCredits }
        if let stop = lane.brake.record.stop { return .stopped(stop) }
        if let task = lane.queue.first.flatMap({ tasks[$0] }),
            let cap = purse.obstacle(to: task)
        {
            return .cap(cap, until: purse.day.end)
        }
        if let outage { return .offline(since: outage.since, why: outage.why) }
        if let until = lane.pausedUntil { return .paused(until: until) }
        if lane.freeSlots <= 0 { return .slots }
        if !lane.window.hasRoom { return lane.window.roomAt.map(EngineStatus.Wait.minute) }
        if budget.isFull(live: slotsTaken) { return .account }
        if case .closed(let until, _) = lane.gate { return .paused(until: until) }
        return lane.brake.isBusy ? .first : nil
    }
}
