import Apixo

/// Holds a model's requests back: after trouble one goes first, and after unknown outcomes in a row
/// none goes.
///
/// An unknown outcome may have been paid for, and the next one in the queue would fare the same.
struct Brake: Sendable {
    private static let longestPause = 3600.0

    private let rules: BrakeRules
    private(set) var record = BrakeRecord()
    /// When a request was last answered well, while nothing has spoken against the next since.
    private var goodAt: Timestamp?
    private var unanswered: Set<TaskNumber> = []
    /// Those of them that try whether a stop may end.
    private var tries: Set<TaskNumber> = []
    /// Those of them that left after the last trouble and go before the others.
    private var first: Set<TaskNumber> = []
    /// Whether the service has shown itself well since the pause of a stop ended.
    private var isHealthy = false

    init(_ rules: BrakeRules) { self.rules = rules }

    /// Takes up what an earlier run noted.
    mutating func resume(_ record: BrakeRecord) { self.record = record }

    // MARK: - What may leave

    func mayLeave(at now: Timestamp) -> Bool { opensAt(now).map { $0 <= now } ?? false }

    /// When the next may leave; nil when an event must come first.
    func opensAt(_ now: Timestamp) -> Timestamp? {
        if let stop = record.stop {
            guard isHealthy, let until = stop.until else { return nil }
            return unanswered.isEmpty ? max(until, now) : nil
        }
        let most = isTrusted(at: now) ? rules.unanswered : min(rules.first, rules.unanswered)
        return unanswered.count < most ? now : nil
    }

    /// Whether only the user can let it go on.
    var isRefused: Bool { record.stop.map { $0.until == nil } ?? false }

    /// Whether so many are on their way that the next may have to wait for an answer.
    var isBusy: Bool { unanswered.count >= rules.first }

    /// When the balance is worth asking for, to see whether a stop may end; nil when it is not.
    var healthWanted: Timestamp? {
        isHealthy ? nil : record.stop?.until
    }

    private func isTrusted(at now: Timestamp) -> Bool {
        goodAt.map { now.seconds(since: $0) <= rules.goodFor } ?? false
    }

    // MARK: - What has become of it

    mutating func leave(_ number: TaskNumber, at now: Timestamp) {
        unanswered.insert(number)
        if !isTrusted(at: now) { first.insert(number) }
        if record.stop != nil { tries.insert(number) }
    }

    /// The service has told what it made of a request, good or bad.
    mutating func answered(_ number: TaskNumber, at now: Timestamp) {
        unanswered.remove(number)
        tries.remove(number)
        if record.stop == nil { record.unknowns = 0 }
        guard first.remove(number) != nil || isTrusted(at: now) else { return }
        record = BrakeRecord()
        goodAt = now
        isHealthy = false
    }

    /// Nothing was made of it, and nothing is known of those behind it.
    mutating func returned(_ number: TaskNumber) {
        unanswered.remove(number)
        tries.remove(number)
        first.remove(number)
    }

    /// Nobody knows what became of it.
    mutating func lost(_ number: TaskNumber, reason: String, at now: Timestamp) {
        unanswered.remove(number)
        let wasTry = tries.remove(number) != nil
        worry()
        countUnknown(reason, isTry: wasTry, at: now)
    }

    /// An earlier run left requests without an answer: one trouble, however many there were.
    mutating func leftUnanswered(at now: Timestamp) {
        countUnknown("the program ended before the answer came", isTry: true, at: now)
    }

    /// The service refuses whatever is asked of this model.
    mutating func refuse(_ number: TaskNumber, _ refusal: Refusal, at now: Timestamp) {
        returned(number)
        worry()
        record.stop = BrakeRecord.Stop(
            since: record.stop?.since ?? now,
            reason: .refused(status: refusal.status, message: refusal.message),
            times: (record.stop?.times ?? 0) + 1,
            until: nil,
        )
    }

    /// From here on one goes first.
    mutating func worry() {
        goodAt = nil
        first = []
    }

    /// The service answers well, though not to a paid request.
    mutating func heal(at now: Timestamp) {
        if let until = record.stop?.until, until <= now { isHealthy = true }
    }

    /// The service did not answer well.
    mutating func askLater(at now: Timestamp) {
        guard let until = record.stop?.until, until <= now, !isHealthy else { return }
        record.stop?.until = now + rules.pause
    }

    /// The user wants to go on.
    mutating func release() {
        record = BrakeRecord()
        isHealthy = false
        worry()
    }

    private mutating func countUnknown(_ reason: String, isTry: Bool, at now: Timestamp) {
        record.unknowns += 1
        if let stop = record.stop, stop.until == nil || !isTry { return }
        guard record.stop != nil || record.unknowns >= rules.unknownLimit else { return }
        isHealthy = false
        let times = (record.stop?.times ?? 0) + 1
        let pause = min(Self.longestPause, rules.pause * Double(1 << min(times - 1, 20)))
        record.stop = BrakeRecord.Stop(
            since: record.stop?.since ?? now,
            reason: .unknown(record.unknowns, last: String(reason.prefix(200))),
            times: times,
            until: now + pause,
        )
    }
}
