import Apixo

/// One model's share of the road: its queue, its slots, its minute.
struct ModelQueue: Sendable {
    let model: Model
    var window: RateWindow
    /// Waiting to be sent, oldest first.
    var queue: [TaskNumber] = []
    /// Sending, or accepted and not parked.
    var live: Set<TaskNumber> = []
    /// When the live ones are to be polled; none for those on their way or under a poll.
    var nextPolls: [TaskNumber: Timestamp] = [:]
    /// Unknown submits may be running over there; each holds a slot until its time has passed.
    var reservedSlots: [TaskNumber: Timestamp] = [:]
    /// A 429 closes the queue for a while.
    var pausedUntil: Timestamp?
    /// Such pauses in a row.
    var pauses = 0
    var gate = SubmitGate.open
    var brake: Brake
    /// As the journal has it.
    var notedBrake = BrakeRecord()
    var lastPoll: Timestamp?

    init(model: Model, spent: [Timestamp]) {
        self.model = model
        brake = Brake(model.brake)
        window = RateWindow(limit: model.limits.requestsPerMinute, spent: spent)
    }

    var freeSlots: Int { model.limits.tasksAtOnce - live.count - reservedSlots.count }

    /// Polls are spread over the minute, and a fifth of it is kept for submits.
    private var pace: Double { 60 / (Double(window.limit) * 0.8) }

    /// Whether the live tasks cannot all be polled as often as their page says.
    var isCrowded: Bool { Double(live.count) * pace > model.polls.every }

    func mayPoll(at now: Timestamp) -> Bool { nextPollAllowed.map { $0 <= now } ?? true }

    /// No pace is kept while half the minute is unspent.
    var nextPollAllowed: Timestamp? {
        window.used * 2 < window.limit ? nil : lastPoll.map { $0 + pace }
    }

    func maySubmit(at now: Timestamp) -> Bool {
        freeSlots > 0 && gate.isOpen(at: now) && brake.mayLeave(at: now)
    }

    /// When gate and brake let the next one pass; nil when an event must come first.
    func opensAt(_ now: Timestamp) -> Timestamp? {
        guard let gate = gate.opensAt(now), let brake = brake.opensAt(now) else { return nil }
        return max(gate, brake)
    }

    mutating func dropExpired(at now: Timestamp) {
        window.forget(before: now)
        reservedSlots = reservedSlots.filter { $0.value > now }
        if let until = pausedUntil, until <= now { pausedUntil = nil }
    }
}
