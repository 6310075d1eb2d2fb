import Apixo
import Tasks

extension BrakeRecord {
    fileprivate func shifted(by milliseconds: Int) -> BrakeRecord {
        var record = self
        record.stop?.until = stop?.until.map {
            Timestamp(milliseconds: $0.milliseconds + milliseconds)
        }
        return record
    }
}

extension AccountCeiling {
    fileprivate func shifted(by milliseconds: Int) -> AccountCeiling {
        var ceiling = self
        ceiling.raiseAt = Timestamp(milliseconds: raiseAt.milliseconds + milliseconds)
        return ceiling
    }
}

/// What is on disk: written in one piece, there after every crash.
struct Journal {
    struct Entry {
        var task: TrackedTask
        var isRemoved = false
        var sentAt: Timestamp?
        /// By the clock of the machine.
        var unknownSince: Timestamp?
    }

    struct Departure {
        var model: ModelID
        /// By the clock of the machine, which nobody can set.
        var at: Timestamp
        /// Milliseconds the clock of the program was ahead.
        var clockAhead: Int
        var count: Int
    }

    private(set) var entries: [TaskNumber: Entry] = [:]
    private(set) var files: [FileID: ResultFile] = [:]
    private(set) var spendings: [Departure] = []
    /// By the clock of the machine.
    private var pauses: [ModelID: Timestamp] = [:]
    /// By the clock of the machine.
    private var brakes: [ModelID: BrakeRecord] = [:]
    private(set) var hold: AccountHold?
    /// By the clock of the machine.
    private var ceiling: AccountCeiling?
    private var userCommands: [UserCommand] = []
    var isWritable = true

    mutating func insert(
        _ requests: [GenerateRequest],
        at clock: Timestamp,
    ) -> [TrackedTask] {
        requests.map { request in
            let number = TaskNumber(rawValue: entries.count + 1)
            let task = TrackedTask(id: number, request: request, submittedAt: clock)
            entries[number] = Entry(task: task)
            return task
        }
    }

    mutating func save(_ decision: Decision, at now: Timestamp, clockAhead: Int) {
        for task in decision.changed.values {
            entries[task.id]?.task = task
            if case .sending(let since) = task.life { entries[task.id]?.sentAt = since }
            if task.state == .unknown, entries[task.id]?.unknownSince == nil {
                entries[task.id]?.unknownSince = now
            }
        }
        for file in decision.files.values { files[file.id] = file }
        spend(decision.spent, at: now, clockAhead)
        for (model, until) in decision.pauses {
            pauses[model] = Timestamp(milliseconds: until.milliseconds - clockAhead)
        }
        for (model, record) in decision.brakes { brakes[model] = record.shifted(by: -clockAhead) }
        if let hold = decision.hold { self.hold = hold }
        if let ceiling = decision.ceiling { self.ceiling = ceiling?.shifted(by: -clockAhead) }
    }

    /// As the clock of a program would show it.
    func ceiling(clockAhead: Int) -> AccountCeiling? { ceiling?.shifted(by: clockAhead) }

    /// As the clock of a program would show them.
    func brakes(clockAhead: Int) -> [ModelID: BrakeRecord] {
        brakes.mapValues { $0.shifted(by: clockAhead) }
    }

    var isHeld: Bool { hold != nil || brakes.values.contains { $0.stop != nil } }
    /// Whether only the user can let something go on.
    var isHeldForUser: Bool {
        hold != nil || brakes.values.contains { $0.stop != nil && $0.stop?.until == nil }
    }

    /// As the clock of a program would show them.
    func pauses(at now: Timestamp, clockAhead: Int) -> [ModelID: Timestamp] {
        pauses.filter { $0.value > now }
            .mapValues { Timestamp(milliseconds: $0.milliseconds + clockAhead) }
    }

    private mutating func spend(_ spent: [ModelID: Int], at now: Timestamp, _ clockAhead: Int) {
        guard !spent.isEmpty else { return }
        for (model, count) in spent {
            spendings.append(
                Departure(model: model, at: now, clockAhead: clockAhead, count: count)
            )
        }
        if spendings.count > 200 { spendings.removeAll { $0.at < now - 120 } }
    }

    /// The requests of the last minute, as the clock of a program would have shown them.
    func spent(at now: Timestamp, clockAhead: Int) -> [ModelID: [Timestamp]] {
        spendings.filter { $0.at > now - RateWindow.memory }.reduce(into: [:]) { spent, spending in
            let at = Timestamp(milliseconds: spending.at.milliseconds + clockAhead)
            spent[spending.model, default: []] += Array(repeating: at, count: spending.count)
        }
    }

    /// The same, from the times that the programs of then would have noted.
    func spentByTheWall(at now: Timestamp, clockAhead: Int) -> [ModelID: [Timestamp]] {
        let clock = now.milliseconds + clockAhead
        return spendings.reduce(into: [:]) { spent, spending in
            let at = Timestamp(milliseconds: spending.at.milliseconds + spending.clockAhead)
            guard at > Timestamp(milliseconds: clock) - RateWindow.memory else { return }
            spent[spending.model, default: []] += Array(repeating: at, count: spending.count)
        }
    }

    var unfinished: [TrackedTask] {
        entries.values.filter { !$0.task.state.isFinished }
            .map { Self.reread($0.task) }.sorted { $0.id < $1.id }
    }

    func queued(after number: TaskNumber) -> [TrackedTask] {
        entries.values.map(\.task).filter { $0.id > number && $0.life == .queued }
            .sorted { $0.id < $1.id }
    }

    /// Noticed when the clock of a program would have shown it.
    func unknown(clockAhead: Int) -> [TrackedTask] {
        entries.values.compactMap { entry in
            guard case .unknown(var unknown) = entry.task.life, let since = entry.unknownSince
            else {
                return nil
            }
            unknown.noticedAt = Timestamp(milliseconds: since.milliseconds + clockAhead)
            var task = entry.task
            task.life = .unknown(unknown)
            return task
        }
        .sorted { $0.id < $1.id }
    }

    /// The same, from the times that the programs of then noted.
    var unknownByTheWall: [TrackedTask] {
        entries.values.map(\.task).filter { $0.state == .unknown }.sorted { $0.id < $1.id }
    }

    var waitingFiles: [ResultFile] { files.values.filter(\.isWaiting) }

    func files(of number: TaskNumber) -> [ResultFile] {
        files.values.filter { $0.id.task == number }.sorted { $0.id.number < $1.id.number }
    }

    func task(_ number: TaskNumber) -> TrackedTask? {
        (entries[number]?.task).map(Self.reread)
    }

    /// Takes a task off the list; one not sent yet will never be.
    mutating func remove(_ number: TaskNumber, at clock: Timestamp) {
        entries[number]?.isRemoved = true
        guard entries[number]?.task.life == .queued else { return }
        let refusal = Refusal(status: 0, reason: .other, message: "taken back")
        entries[number]?.task.life = .refused(refusal, at: clock)
    }

    mutating func add(_ userCommand: UserCommand) { userCommands.append(userCommand) }

    var newest: TaskNumber { TaskNumber(rawValue: entries.count) }

    var hasCommands: Bool { !userCommands.isEmpty }

    mutating func takeCommands() -> [UserCommand] {
        defer { userCommands = [] }
        return userCommands
    }

    /// Not all of a running task is written down.
    private static func reread(_ task: TrackedTask) -> TrackedTask {
        guard let running = task.life.running else { return task }
        var kept = Running(
            taskID: running.taskID,
            acceptedAt: running.acceptedAt,
            phase: running.phase,
        )
        kept.createTime = running.createTime
        kept.polls = running.polls
        kept.isParked = running.isParked
        kept.claim = running.claim.map { Claim(evidence: $0.evidence) }
        var task = task
        task.life = .running(kept)
        return task
    }
}
