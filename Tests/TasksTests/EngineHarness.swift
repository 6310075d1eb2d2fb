import Apixo
import Tasks

/// An engine with a clock to turn and the last decision to look at.
struct EngineHarness {
    static let start = Timestamp(milliseconds: 1_800_000_000_000)

    var engine: Engine
    var now = EngineHarness.start
    var decision = Decision()
    private var numbers = 0

    init(
        _ models: [Model] = [.make()],
        spent: [ModelID: [Timestamp]] = [:],
        dailySpend: DailySpend = DailySpend(at: EngineHarness.start),
        limits: AccountLimits = .none,
    ) {
        engine = Engine(
            catalog: Catalog(models: models),
            limits: limits,
            spent: spent,
            dailySpend: dailySpend,
            seed: 7,
        )
    }

    mutating func take(_ events: Event..., after seconds: Double = 0) {
        now = now + seconds
        decision = engine.handle(events, at: now)
    }

    /// Submits tasks and gives their numbers.
    @discardableResult
    mutating func submit(_ count: Int = 1, to model: Model = .make()) -> [TaskNumber] {
        let tasks = (0..<count).map { place in
            TrackedTask.make(numbers + place + 1, model: model, submittedAt: now)
        }
        numbers += count
        decision = engine.handle(tasks.map(Event.submitted), at: now)
        return tasks.map(\.id)
    }

    /// Submits one task and has it accepted.
    @discardableResult
    mutating func accept(_ id: String = "job", model: Model = .make()) -> TaskNumber {
        let number = submit(to: model)[0]
        take(.sent(number, .answered(.value(TaskID(rawValue: id)))))
        return number
    }

    /// Waits until the engine polls something.
    mutating func waitForPoll() {
        repeat {
            guard let wake = engine.nextWake else { return }
            now = max(wake, now)
            take(.ticked)
        } while decision.polled.isEmpty
    }

    mutating func resume(
        _ tasks: [TrackedTask] = [],
        files: [ResultFile] = [],
        pauses: [ModelID: Timestamp] = [:],
        brakes: [ModelID: BrakeRecord] = [:],
        hold: AccountHold? = nil,
    ) {
        decision = engine.resume(
            tasks: tasks,
            files: files,
            pauses: pauses,
            brakes: brakes,
            hold: hold,
            at: now,
        )
    }

    func life(_ number: TaskNumber) -> Life? {
        (engine.tasks[number] ?? decision.changed[number])?.life
    }

    func running(_ number: TaskNumber) -> Running? { life(number)?.running }
    var queue: EngineStatus.ModelQueue { engine.status.queues[0] }
}

extension Decision {
    var posted: [TaskNumber] {
        calls.compactMap { if case .post(let number, _) = $0 { number } else { nil } }
    }

    var polled: [TaskNumber] {
        calls.compactMap { if case .poll(let number, _, _) = $0 { number } else { nil } }
    }

    var fetched: [ResultFile] {
        calls.compactMap { if case .download(let file) = $0 { file } else { nil } }
    }
}

extension Model {
    /// Room for everything unless said otherwise; tasks usually take 25 to 35 seconds.
    static func make(
        _ id: String = "seedream-5-0",
        minute: Int = 10_000,
        slots: Int = 1000,
        firstAfter: Double = 20,
        every: Double = 3,
        parkAfter: Double = 1800,
        isBraked: Bool = false,
    ) -> Model {
        var model = Catalog.builtIn["seedream-5-0"]!
        model.id = ModelID(rawValue: id)
        model.limits = Limits(requestsPerMinute: minute, tasksAtOnce: slots)
        model.polls = PollTiming(firstAfter: firstAfter, every: every, parkAfter: parkAfter)
        if !isBraked { model.brake.first = 1000 }
        model.brake.unanswered = 1000
        return model
    }

    func request(_ prompt: String = "a quiet harbour") -> GenerateRequest {
        GenerateRequest(
            model: id,
            input: [
                "prompt": .text(prompt), "resolution": .text("2K"), "max_images": .integer(1),
            ],
        )
    }
}

extension TrackedTask {
    static func make(
        _ number: Int = 1,
        model: Model = .make(),
        submittedAt: Timestamp = EngineHarness.start,
        life: Life = .queued,
    ) -> TrackedTask {
        TrackedTask(
            id: TaskNumber(rawValue: number),
            request: model.request(),
            submittedAt: submittedAt,
            bill: model.bill(for: model.request().input),
            life: life,
        )
    }
}

extension ResultFile {
    static func make(_ number: Int = 1, next: Timestamp = EngineHarness.start) -> ResultFile {
        ResultFile(
            id: FileID(task: TaskNumber(rawValue: number), number: 1),
            url: "https://r2.example/\(number).png",
            expiresAt: EngineHarness.start + 86_400,
            state: .waiting(next: next, tries: 0, reason: nil),
        )
    }
}

extension PollOutcome {
    static func running(_ phase: String = "processing") -> PollOutcome {
        .answered(.value(TaskReport(state: .running(phase: phase))))
    }

    static func success(_ urls: [String] = [], costTime: Int? = nil) -> PollOutcome {
        let result = TaskResult(urls: urls, raw: "{}")
        let times = TaskTimes(costTime: costTime)
        return .answered(.value(TaskReport(state: .succeeded(result), times: times)))
    }

    static let unreadable = PollOutcome.answered(.value(TaskReport(state: .unreadable("{"))))
    static let notFound = PollOutcome.answered(.refused(.make(404, .notFound)))
    static let broken = PollOutcome.answered(.unclear(Unclear(status: 502, detail: "<html>")))
}

extension Refusal {
    static func make(_ status: Int, _ reason: Reason) -> Refusal {
        Refusal(status: status, reason: reason, message: "no")
    }
}
