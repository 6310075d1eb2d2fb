import Apixo

/// One model's share of the road: its queue, its slots, its minute.
struct Lane: Sendable {
    let model: Model
    var window: RateWindow
    /// Waiting to be sent, oldest first.
    var queue: [TaskNumber] = []
    /// Sending, or accepted and not parked.
    var live: Set<TaskNumber> = []
    /// Unknown submits may be running over there; each holds a slot until its time has passed.
    var ghosts: [Moment] = []
    /// A 429 closes the lane for a while.
    var pausedUntil: Moment?
    var refusals = 0
    var lastLook: Moment?

    init(model: Model, spent: [Moment]) {
        self.model = model
        window = RateWindow(limit: model.limits.requestsPerMinute, spent: spent)
    }

    var freeSlots: Int { model.limits.tasksAtOnce - live.count - ghosts.count }

    /// Looks are spread over the minute, and a fifth of it is kept for submits.
    private var pace: Double { 60 / (Double(window.limit) * 0.8) }

    func mayLook(at now: Moment) -> Bool { nextLookAllowed.map { $0 <= now } ?? true }
    var nextLookAllowed: Moment? { lastLook.map { $0 + pace } }

    mutating func settle(at now: Moment) {
        window.forget(before: now)
        ghosts.removeAll { $0 <= now }
        if let until = pausedUntil, until <= now { pausedUntil = nil }
    }
}
