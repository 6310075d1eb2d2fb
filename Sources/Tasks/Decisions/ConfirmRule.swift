/// How long a decision to send holds. A queued request that is older asks first, for its user may
/// have forgotten it, and so does one that may have been sent from another copy of the journal.
public struct ConfirmRule: Sendable, Hashable {
    /// Why a request is not sent without a yes.
    public enum Reason: String, Sendable, CaseIterable {
        /// Decided on, or confirmed, longer ago than the limit.
        case old
        /// By a clock that was ahead of this one, so nobody knows how long ago.
        case clock
        /// Found in a journal that was put back from a copy or came from elsewhere.
        case restored
    }

    public static let day = 86_400.0
    /// Seconds that two clocks may differ.
    private static let slack = 300.0

    /// In seconds; nil for ever.
    public var limit: Double?

    public init(limit: Double? = day) { self.limit = limit }

    /// When a decision was made, or confirmed, that is good now.
    public func goodTimestamps(at now: Timestamp) -> ClosedRange<Timestamp>? {
        limit.map { (now - $0)...(now + Self.slack) }
    }

    /// Nil for what may be sent, or is not queued.
    public func reason(toHold task: TrackedTask, at now: Timestamp) -> Reason? {
        guard task.life == .queued else { return nil }
        return reason(decidedAt: task.decidedAt, restoredAt: task.restoredAt, at: now)
    }

    /// The same for a row of the table.
    public func reason(toHold row: TaskRow, at now: Timestamp) -> Reason? {
        guard row.state == .queued, row.isReadable else { return nil }
        return reason(decidedAt: row.decidedAt, restoredAt: row.restoredAt, at: now)
    }

    /// When a queued task will be too old; nil for one that never is.
    public func end(of task: TrackedTask) -> Timestamp? {
        guard task.life == .queued, task.restoredAt == nil else { return nil }
        // Held once it is older, and not when it is as old.
        return limit.map { task.decidedAt + $0 + 0.001 }
    }

    /// When a task that a clock dated ahead of now asks no more; nil for any other.
    func start(of task: TrackedTask, at now: Timestamp) -> Timestamp? {
        reason(toHold: task, at: now) == .clock ? task.decidedAt - Self.slack : nil
    }

    private func reason(decidedAt: Timestamp, restoredAt: Timestamp?, at now: Timestamp) -> Reason?
    {
        if restoredAt != nil { return .restored }
        guard let good = goodTimestamps(at: now), !good.contains(decidedAt) else { return nil }
        return decidedAt < good.lowerBound ? .old : .clock
    }
}

extension TrackedTask {
    /// When the user last said that it is to be sent.
    public var decidedAt: Timestamp { confirmedAt ?? submittedAt }
}

extension TaskRow {
    /// When the user last said that it is to be sent.
    public var decidedAt: Timestamp { confirmedAt ?? submittedAt }
}
