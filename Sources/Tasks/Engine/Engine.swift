import Apixo

/// The life of all tasks, without I/O: events in, decisions out.
///
/// It is a value on purpose: the worker lets a copy decide, writes the decision down, and only then
/// keeps the copy. A journal that cannot be written leaves the engine as it was.
public struct Engine: Sendable {
    /// Tasks that have not ended.
    public internal(set) var tasks: [TaskNumber: TrackedTask] = [:]
    /// Result files that are still to be fetched.
    public internal(set) var files: [FileID: ResultFile] = [:]
    public internal(set) var estimates: Estimates
    /// When something is due though nothing happens; nil when only an event can change anything.
    public internal(set) var nextWake: Timestamp?

    let catalog: Catalog
    /// When the requests of an earlier run left.
    var spent: [ModelID: [Timestamp]]
    var queues: [ModelID: ModelQueue] = [:]
    var dailySpend: DailySpend
    /// Where callbacks are received, if they are.
    var receiver: String?
    /// The newest callbacks that named no task we knew.
    var early: [TaskID] = []
    /// Queued tasks that wait for the user's yes, and stand in no queue until then.
    public internal(set) var unconfirmed: Set<TaskNumber> = []
    /// When the queues are to be looked through for what asks.
    var confirmDue: Timestamp?
    /// The requests to the API whose end has not been told, one a task at most.
    var underWay: [TaskNumber: ModelID] = [:]
    public internal(set) var outage: Outage?
    /// During an outage, the task whose request tries the line.
    var probe: TaskNumber?
    var account = Account()
    var budget: AccountBudget
    var notedCeiling: AccountCeiling?
    var notedHold: AccountHold?
    var downloading: Set<FileID> = []
    private(set) var mode = SchedulingMode.everything
    var random: SplitMix
    var decision = Decision()

    /// - Parameter spent: When the requests of the last `RateWindow.memory` left, which a restart
    ///   must not forget.
    /// - Parameter limits: Of the account, where they are known.
    public init(
        catalog: Catalog,
        limits: AccountLimits,
        spent: [ModelID: [Timestamp]] = [:],
        dailySpend: DailySpend = DailySpend(at: Timestamp(milliseconds: 0)),
        estimates: Estimates = Estimates(),
        seed: UInt64,
    ) {
        self.catalog = catalog
        self.spent = spent
        budget = AccountBudget(limits, spent: spent.values.flatMap(\.self))
        self.dailySpend = dailySpend
        self.estimates = estimates
        random = SplitMix(seed: seed)
        openQueues()
    }

    public mutating func handle(_ events: [Event], at now: Timestamp) -> Decision {
        decision = Decision()
        for event in events { take(event, at: now) }
        schedule(at: now)
        noteBrakes()
        return decision
    }

    /// What the engine may still start.
    enum SchedulingMode: Sendable {
        case everything, submits, nothing
    }

    /// Sends what may go at once and leaves polls and files to a program that stays.
    public mutating func sendOnly() { mode = .submits }

    /// Starts nothing more; what is under way is still taken in.
    public mutating func close() {
        mode = .nothing
        nextWake = nil
    }

    /// Whether nothing is queued, under way or being polled, and every file has been fetched.
    public var isIdle: Bool {
        files.isEmpty && tasks.values.allSatisfy { $0.life.running?.isParked ?? false }
    }

    /// Whether the requests of tasks find out by themselves that an outage is over.
    public var triesTheLine: Bool {
        tasks.values.contains { task in
            switch task.life {
            case .sending: true
            case .running(let running): !running.isParked
            case .queued:
                // What is held sends nothing until the line is found by other means.
                account.hold == nil && queues[task.model]?.brake.record.stop == nil
                    && !unconfirmed.contains(task.id) && dailySpend.obstacle(to: task) == nil
            case .succeeded, .failed, .refused, .unknown: false
            }
        }
    }

    public func expectedSeconds(for task: TrackedTask) -> Double? {
        estimates.expectedSeconds(for: task.request, model: catalog[task.model])
    }

    mutating func openQueues() {
        for model in catalog.models {
            queues[model.id] = ModelQueue(model: model, spent: spent[model.id] ?? [])
        }
    }

    mutating func take(_ event: Event, at now: Timestamp) {
        switch event {
        case .submitted(let task):
            // The journal may have told of it before.
            if tasks[task.id] == nil { enqueue(task) }
        case .sent(let number, let outcome): sent(number, outcome, at: now)
        case .polled(let number, let outcome): polled(number, outcome, at: now)
        case .downloaded(let file, let outcome): downloaded(file, outcome, at: now)
        case .pollWanted(let number): wantPoll(number)
        case .called(let id): called(id, at: now)
        case .downloadWanted(let file): wantDownload(file, at: now)
        case .attached(let task, let id): attach(id, to: task, at: now)
        case .markedLost(let task): markLost(task, at: now)
        case .confirmed(let task, let yes): confirm(task, at: yes, now: now)
        case .removed(let number): remove(number)
        case .lineFound: endOutage()
        case .balanceAsked: countBalanceCall(at: now)
        case .balanceRead(let amount): balanceRead(amount, at: now)
        case .balanceRefused(let refusal): balanceRefused(refusal, at: now)
        case .balanceUnclear: askBalanceLater(at: now)
        case .sendingWanted(let model): resumeSending(of: model)
        case .ticked: break
        }
    }

    // MARK: - Shared by the events

    func model(_ id: ModelID) -> Model { catalog[id] ?? .unknownModel(id) }

    mutating func withQueue(_ id: ModelID, _ change: (inout ModelQueue) -> Void) {
        var queue =
            queues.removeValue(forKey: id) ?? ModelQueue(model: model(id), spent: spent[id] ?? [])
        change(&queue)
        queues[id] = queue
    }

    /// Moves a task on and notes it for the journal; an ended one leaves the engine.
    mutating func become(_ life: Life, _ task: TrackedTask, at now: Timestamp) {
        var task = task
        task.life = life
        decision.changed[task.id] = task
        switch life {
        case .queued, .sending:
            tasks[task.id] = task
        case .running(let running):
            watch(task, running)
        case .succeeded, .failed, .refused:
            retire(task)
            withQueue(task.model) { $0.gate.hurry(at: now) }
        case .unknown(let unknown):
            retire(task)
            reserve(task, since: unknown.noticedAt)
        }
    }

    /// A running task holds a slot unless it is parked, and is polled when its time comes.
    mutating func watch(_ task: TrackedTask, _ running: Running) {
        var task = task
        task.life = .running(running)
        tasks[task.id] = task
        withQueue(task.model) { queue in
            queue.nextPolls[task.id] = running.nextPoll
            if running.isParked {
                queue.live.remove(task.id)
            } else {
                queue.live.insert(task.id)
            }
        }
    }

    mutating func enqueue(_ task: TrackedTask) {
        tasks[task.id] = task
        unconfirmed.remove(task.id)
        confirmDue = Timestamp(milliseconds: 0)
        withQueue(task.model) { queue in
            queue.live.remove(task.id)
            let place = queue.queue.firstIndex { $0 > task.id } ?? queue.queue.endIndex
            queue.queue.insert(task.id, at: place)
        }
    }

    private mutating func retire(_ task: TrackedTask) {
        tasks[task.id] = nil
        budget.ended(task.id)
        unconfirmed.remove(task.id)
        if probe == task.id { probe = nil }
        withQueue(task.model) { queue in
            queue.live.remove(task.id)
            queue.nextPolls[task.id] = nil
            queue.queue.removeAll { $0 == task.id }
        }
    }

    /// An unknown submit may be running at the service: it holds a slot for twice the usual time.
    mutating func reserve(_ task: TrackedTask, since noticedAt: Timestamp) {
        let end = slotEnd(of: task, since: noticedAt)
        withQueue(task.model) { $0.reservedSlots[task.id] = end }
    }

    func slotEnd(of task: TrackedTask, since noticedAt: Timestamp) -> Timestamp {
        let usual = model(task.model).typicalSeconds(for: task.request.input)?.upperBound ?? 60
        return noticedAt + usual * 2
    }

    /// What was not sent yet can be taken back; what is running was paid for and stays.
    private mutating func remove(_ number: TaskNumber) {
        guard let task = tasks[number] else { return }
        if task.life == .queued || task.life.running?.isParked == true { retire(task) }
        // It was confirmed just before; the journal has it as taken back.
        if task.life == .queued { decision.changed[number] = nil }
    }
}

extension Model {
    /// Careful limits for a task whose model file is gone; the strictest any page names.
    fileprivate static func unknownModel(_ id: ModelID) -> Model {
        Model(
            id: id,
            limits: Limits(requestsPerMinute: 60, tasksAtOnce: 10),
            polls: PollTiming(firstAfter: 20, every: 5, parkAfter: 3600),
        )
    }
}
