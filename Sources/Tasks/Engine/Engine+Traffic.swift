import Apixo

/// What requests of every kind have in common: each counts, and each may find the road closed.
extension Engine {
    /// A request is about to leave.
    mutating func leave(_ task: TrackedTask, _ call: Call, at now: Timestamp) {
        budget.leave(task.id, live: call.isSubmit ? slotsTaken - 1 : nil, at: now)
        underWay[task.id] = task.model
        if outage != nil { probe = task.id }
        withQueue(task.model) { $0.window.leave() }
        decision.spent[task.model, default: 0] += 1
        decision.calls.append(call)
    }

    /// A request has ended; false when none of that task was under way.
    mutating func arrive(_ number: TaskNumber, _ end: RequestEnd, at now: Timestamp) -> Bool {
        guard let model = underWay.removeValue(forKey: number) else { return false }
        budget.arrive(number, end, live: slotsTaken - 1, at: now)
        withQueue(model) { $0.window.arrive(at: now) }
        return true
    }

    /// The first 429 of several that were under way together counts, the others only prolong.
    mutating func pause(_ id: ModelID, retryAfter: Double?, at now: Timestamp) {
        withQueue(id) { queue in
            if queue.pausedUntil.map({ $0 <= now }) ?? true { queue.pauses += 1 }
        }
        let pauses = queues[id]?.pauses ?? 1
        let wait =
            retryAfter.map { min(max($0, 0.5), 3600) }
            ?? Backoff.tooMany.wait(after: pauses, using: &random)
        withQueue(id) { $0.pausedUntil = max($0.pausedUntil ?? now, now + wait) }
        decision.pauses[id] = queues[id]?.pausedUntil
    }

    mutating func closeGate(of id: ModelID, at now: Timestamp) {
        var random = random
        withQueue(id) { queue in
            queue.gate.refuse { now + Backoff.tooMany.wait(after: $0, using: &random) }
        }
        self.random = random
    }

    /// How many tasks run, or may run, of all models together.
    var slotsTaken: Int { queues.values.reduce(0) { $0 + $1.live.count + $1.reservedSlots.count } }

    var slots: AccountBudget.Slots {
        AccountBudget.Slots(
            taken: slotsTaken,
            freeAt: queues.values.flatMap(\.reservedSlots.values).min(),
        )
    }

    /// When the account lets one more request through; nil when an event must come first.
    public func opensAt(_ now: Timestamp) -> Timestamp? { budget.opensAt(now) }

    /// Of the account, as far as it is known.
    public var requestsPerMinute: Int? { budget.limits.requestsPerMinute }

    mutating func countBalanceCall(at now: Timestamp) {
        budget.count(at: now)
        decision.spent[.balance, default: 0] += 1
    }

    mutating func endOutage() {
        outage = nil
        probe = nil
    }

    /// Only the request that tries the line makes the next try later; the others left before.
    mutating func noteOutage(_ reason: String, _ number: TaskNumber, at now: Timestamp) {
        guard outage == nil || probe == number else { return }
        probe = nil
        worry()
        outage = Outage(after: outage, reason: reason, at: now, using: &random)
    }
}

extension ModelID {
    /// Under this name the requests for the balance are counted, which no model has.
    fileprivate static let balance = ModelID(rawValue: "(balance)")
}

extension Call {
    fileprivate var isSubmit: Bool {
        if case .post = self { true } else { false }
    }
}

extension SubmitOutcome {
    var end: RequestEnd {
        switch self {
        case .answered(.value): .accepted
        case .answered(.refused): .served
        case .answered(.tooMany): .tooMany(isSubmit: true)
        case .answered(.unclear), .notSent, .lost: .unclear
        }
    }
}

extension PollOutcome {
    var end: RequestEnd {
        switch self {
        case .answered(.value(let report)):
            if case .running = report.state { .running } else { .served }
        case .answered(.refused): .served
        case .answered(.tooMany): .tooMany(isSubmit: false)
        case .answered(.unclear), .unreachable: .unclear
        }
    }
}
