import Apixo

/// What is too old to be sent without a word waits for the user's yes beside the queue: it keeps
/// nobody waiting, holds no slot and counts toward no cap.
extension Engine {
    /// Takes out of the queues what asks by now, and puts back what asks no more: the time has come
    /// that a clock gave it which was ahead.
    mutating func holdUnconfirmed(at now: Timestamp) {
        guard let due = confirmDue, due <= now else { return }
        let rule = dailySpend.gate.confirm
        for task in unconfirmed.compactMap({ tasks[$0] })
        where rule.reason(toHold: task, at: now) == nil {
            unconfirmed.remove(task.id)
            enqueue(task)
        }
        let queued = queues.values.flatMap(\.queue).compactMap { tasks[$0] }
        let held = Set(queued.filter { rule.reason(toHold: $0, at: now) != nil }.map(\.id))
        for id in queues.keys { queues[id]?.queue.removeAll(where: held.contains) }
        unconfirmed.formUnion(held)
        let ends = queued.filter { !unconfirmed.contains($0.id) }.compactMap(rule.end)
        let starts = unconfirmed.compactMap { tasks[$0] }.compactMap { rule.start(of: $0, at: now) }
        confirmDue = (ends + starts).min()
    }

    /// When the next queued task will be too old, or not ahead any more.
    var nextUnconfirmed: Timestamp? {
        queues.values.allSatisfy(\.queue.isEmpty) && unconfirmed.isEmpty ? nil : confirmDue
    }

    /// The user says that it is to be sent all the same, or said so a while ago.
    mutating func confirm(_ task: TrackedTask, at yes: Timestamp, now: Timestamp) {
        let isMine = tasks[task.id] != nil
        var task = tasks[task.id] ?? task
        guard task.life == .queued else { return }
        // A clock that was ahead makes no yes hold longer.
        task.confirmedAt = min(yes, now)
        task.restoredAt = nil
        decision.changed[task.id] = task
        guard isMine else { return }
        withQueue(task.model) { $0.queue.removeAll { $0 == task.id } }
        enqueue(task)
    }
}
