import Apixo
import Tasks

/// The paid service: it counts requests and tasks when they reach it, and forgets nothing.
struct Service {
    /// One task as the service has it.
    struct Job {
        var id: TaskID
        var intent: TaskNumber
        var acceptedAt: Timestamp
        var endsAt: Timestamp
        var ending: Ending
        var unreadablePolls: Int

        func isActive(at now: Timestamp) -> Bool { ending == .never || endsAt > now }
    }

    enum Ending {
        case success, failure, never
    }

    private(set) var jobs: [ModelID: [Job]] = [:]
    private var received: [ModelID: [Timestamp]] = [:]
    private var made = 0
    /// In USD, what it says the account holds.
    var balance = 10.0

    /// Counts a request; gives how many came within the last minute, this one with them.
    mutating func count(_ id: ModelID, at now: Timestamp) -> Int {
        var times = received.removeValue(forKey: id) ?? []
        times.removeAll { $0 <= now - 60 }
        times.append(now)
        received[id] = times
        return times.count
    }

    /// Counts a request of any model.
    mutating func countOfAccount(at now: Timestamp) -> Int { count(ModelID(rawValue: ""), at: now) }

    /// Whether no request came within the last minute, and one more second for the way.
    func isIdle(at now: Timestamp) -> Bool {
        received.values.allSatisfy { ($0.max() ?? Timestamp(milliseconds: 0)) < now - 61 }
    }

    mutating func accept(
        _ intent: TaskNumber,
        _ model: Model,
        _ faults: FaultProfile,
        _ dice: inout Dice,
        at now: Timestamp,
    ) -> TaskID {
        made += 1
        let id = TaskID(rawValue: "job-\(made)")
        jobs[model.id, default: []].append(
            Job(
                id: id,
                intent: intent,
                acceptedAt: now,
                endsAt: now + Self.duration(model, faults, &dice),
                ending: dice.happens(faults.endless)
                    ? .never : dice.happens(0.2) ? .failure : .success,
                unreadablePolls: dice.happens(faults.unreadable) ? dice.number(1...9) : 0,
            )
        )
        return id
    }

    private static func duration(
        _ model: Model,
        _ faults: FaultProfile,
        _ dice: inout Dice,
    ) -> Double {
        if dice.happens(faults.early) { return dice.seconds(0...5) }
        if dice.happens(faults.late) { return dice.seconds(60...180) }
        return dice.seconds(model.usualSeconds)
    }

    func job(_ id: TaskID, of model: ModelID) -> Job? {
        jobs[model]?.first { $0.id == id }
    }

    func job(for intent: TaskNumber) -> Job? {
        for jobs in jobs.values {
            if let job = jobs.first(where: { $0.intent == intent }) { return job }
        }
        return nil
    }

    /// Drops jobs that have ended and that nobody watches.
    mutating func report(
        _ id: TaskID,
        _ model: ModelID,
        _ faults: FaultProfile,
        _ dice: inout Dice,
        at now: Timestamp,
    ) -> TaskReport? {
        guard let place = jobs[model]?.firstIndex(where: { $0.id == id }),
            var job = jobs[model]?[place]
        else { return nil }
        defer { jobs[model]?[place] = job }
        let created = TaskTimes(createTime: job.acceptedAt.milliseconds)
        guard !job.isActive(at: now) else {
            return TaskReport(state: .running(phase: word(faults, &dice)), times: created)
        }
        if job.unreadablePolls > 0 {
            job.unreadablePolls -= 1
            return TaskReport(state: .unreadable("{"), times: created)
        }
        return ended(job, &dice)
    }

    private func ended(_ job: Job, _ dice: inout Dice) -> TaskReport {
        var times = TaskTimes(createTime: job.acceptedAt.milliseconds)
        times.costTime = Int(job.endsAt.seconds(since: job.acceptedAt) * 1000)
        guard job.ending == .success else {
            let failure = TaskFailure(code: FailCode(rawValue: "NSFW"), message: "no")
            return TaskReport(state: .failed(failure), times: times)
        }
        let urls = (0..<dice.number(0...2)).map { "https://r2.example/\(job.id.rawValue)-\($0)" }
        return TaskReport(state: .succeeded(TaskResult(urls: urls, raw: "{}")), times: times)
    }

    private func word(_ faults: FaultProfile, _ dice: inout Dice) -> String {
        dice.happens(faults.oddWords)
            ? dice.pick(["pending", "processing_r2", "waiting for Godot", "PENDING"])
            : "processing"
    }
}
