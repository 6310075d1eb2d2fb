import Apixo

/// What requests of every kind have in common: each counts, and each may find the road closed.
extension Engine {
    /// A request is about to leave.
    mutating func leave(_ task: TrackedTask, _ call: Call) {
        underWay[task.id] = task.model
        if outage != nil { probe = task.id }
        withLane(task.model) { $0.window.leave() }
        decision.spent[task.model, default: 0] += 1
        decision.calls.append(call)
    }

    /// A request has ended; false when none of that task was under way.
    mutating func arrive(_ number: TaskNumber, at now: Moment) -> Bool {
        guard let model = underWay.removeValue(forKey: number) else { return false }
        withLane(model) { $0.window.arrive(at: now) }
        return true
    }

    /// The first 429 of several that were under way together counts, the others only prolong.
    mutating func pause(_ id: ModelID, retryAfter: Double?, at now: Moment) {
        withLane(id) { lane in
            if lane.pausedUntil.map({ $0 <= now }) ?? true { lane.pauses += 1 }
        }
        let pauses = lanes[id]?.pauses ?? 1
        let wait =
            retryAfter.map { min(max($0, 0.5), 3600) }
            ?? Backoff.tooMany.wait(after: pauses, using: &random)
        withLane(id) { $0.pausedUntil = max($0.pausedUntil ?? now, now + wait) }
        decision.pauses[id] = lanes[id]?.pausedUntil
    }

    mutating func closeGate(of id: ModelID, at now: Moment) {
        var random = random
        withLane(id) { lane in
            lane.gate.refuse { now + Backoff.tooMany.wait(after: $0, using: &random) }
        }
        self.random = random
    }

    mutating func endOutage() {
        outage = nil
        probe = nil
    }

    /// Only the request that tries the line makes the next try later; the others left before.
    mutating func noteOutage(_ why: String, _ number: TaskNumber, at now: Moment) {
        guard outage == nil || probe == number else { return }
        probe = nil
        worry()
        outage = Outage(after: outage, why: why, at: now, using: &random)
    }
}
