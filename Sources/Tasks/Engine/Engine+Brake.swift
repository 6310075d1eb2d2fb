import Apixo

/// What holds queues back after trouble, and what lets them go.
extension Engine {
    /// When the balance is worth asking for: it tells whether what is held may go on.
    public var balanceWanted: Timestamp? {
        let waiting = queues.values.filter { !$0.queue.isEmpty }
        let hold = waiting.isEmpty ? nil : account.balanceWanted
        return (waiting.map(\.brake.healthWanted) + [hold]).compactMap(\.self).min()
    }

    /// What the program that leads has and what holds it back, for one that does not; nothing is
    /// decided on it.
    ///
    /// - Parameter tasks: What the leader has in its queues, sends or polls.
    public mutating func show(
        _ tasks: [TrackedTask],
        _ brakes: [ModelID: BrakeRecord],
        _ hold: AccountHold?,
        _ ceiling: AccountCeiling?,
        at now: Timestamp,
    ) {
        takeUp(brakes, hold, ceiling)
        for task in tasks {
            self.tasks[task.id] = task
            withQueue(task.model) { queue in
                switch task.life {
                case .queued: queue.queue.append(task.id)
                case .sending: queue.live.insert(task.id)
                case .running(let running): if !running.isParked { queue.live.insert(task.id) }
                case .succeeded, .failed, .refused, .unknown: break
                }
            }
        }
        budget.forget(before: now)
        for id in queues.keys { withQueue(id) { $0.dropExpired(at: now) } }
        close()
    }

    /// One request of each model goes first from here on.
    mutating func worry() {
        for id in queues.keys { queues[id]?.brake.worry() }
    }

    /// The service would not take a request, and those behind it may fare the same.
    mutating func refused(
        _ refusal: Refusal,
        _ task: TrackedTask,
        since: Timestamp,
        at now: Timestamp,
    ) {
        let wasHeld = account.hold != nil || queues[task.model]?.brake.isRefused == true
        let isOfAll = account.refused(refusal, isFree: false, at: now)
        if isOfAll { worry() }
        let isHeld = isOfAll || refusal.isOfModel
        // What left together with the first one to be refused need not end like it.
        if isHeld && wasHeld { return putBack(task, since: since, at: now) }
        withQueue(task.model) { queue in
            if isOfAll {
                queue.brake.returned(task.id)
            } else if refusal.isOfModel {
                queue.brake.refuse(task.id, refusal, at: now)
            } else {
                queue.brake.answered(task.id, at: now)
            }
        }
        dailySpend.takeBack(task, sentAt: since)
        become(.refused(refusal, at: now), task, at: now)
    }

    mutating func balanceRead(_ amount: Double, at now: Timestamp) {
        account.read(amount, at: now)
        for id in queues.keys { queues[id]?.brake.heal(at: now) }
    }

    mutating func balanceRefused(_ refusal: Refusal, at now: Timestamp) {
        account.balanceRefused(refusal, at: now)
        askBalanceLater(at: now)
    }

    mutating func askBalanceLater(at now: Timestamp) {
        account.askLater(at: now)
        for id in queues.keys { queues[id]?.brake.askLater(at: now) }
    }

    mutating func resumeSending(of model: ModelID?) {
        if model == nil {
            account.release()
            budget.forget()
        }
        for id in queues.keys where model == nil || id == model { queues[id]?.brake.release() }
    }

    /// Takes up what an earlier run was held back by.
    mutating func takeUp(
        _ brakes: [ModelID: BrakeRecord],
        _ hold: AccountHold?,
        _ ceiling: AccountCeiling?,
    ) {
        account.resume(hold)
        notedHold = hold
        budget.resume(ceiling)
        notedCeiling = ceiling
        for (id, record) in brakes {
            withQueue(id) { queue in
                queue.brake.resume(record)
                queue.notedBrake = record
            }
        }
    }

    /// What was refused to another key may be granted to this one.
    mutating func tryNewKey() {
        account.tryNewKey()
        budget.forget()
        for (id, queue) in queues where queue.brake.isRefused { queues[id]?.brake.release() }
    }

    /// However many requests an earlier run left unanswered, that was one trouble of each model.
    mutating func worryOver(_ left: [TrackedTask], at now: Timestamp) {
        let models = Set(left.filter { $0.state == .sending }.map(\.model))
        for id in models { withQueue(id) { $0.brake.leftUnanswered(at: now) } }
    }

    /// What has changed goes into the journal together with what changed it.
    mutating func noteBrakes() {
        if account.hold != notedHold {
            notedHold = account.hold
            decision.hold = .some(account.hold)
        }
        if budget.ceiling != notedCeiling {
            notedCeiling = budget.ceiling
            decision.ceiling = .some(budget.ceiling)
        }
        for (id, queue) in queues where queue.brake.record != queue.notedBrake {
            decision.brakes[id] = queue.brake.record
            queues[id]?.notedBrake = queue.brake.record
        }
    }
}

extension Refusal {
    /// Whether whatever is asked of this model is refused: the key may not use it, or the service
    /// does not know it. A code that speaks of the content speaks of this request alone.
    fileprivate var isOfModel: Bool {
        switch reason {
        case .forbidden, .notFound: failCode?.explanation == nil
        case .badRequest, .noCredits, .badKey, .other: false
        }
    }
}
