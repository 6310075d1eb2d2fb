import Apixo
import Coordination
import Tasks

@testable import Machine
@testable import TaskJournal

extension Model {
    /// A model whose tasks take a second or two before the time scale, polled often.
    static func quick(perMinute: Int = 10_000, atOnce: Int = 100) throws -> Model {
        try Model(
            text: """
                id = "quick"
                [limits]
                requests_per_minute = \(perMinute)
                tasks_at_once = \(atOnce)
                [looks]
                first_after = 0.05
                every = 0.1
                park_after = 1800
                [brake]
                pause = 0.3
                [billing]
                unit = "image"
                count = "count"
                [[typical]]
                seconds = [1, 2]
                [[pixels]]
                size = [64, 48]
                [[field]]
                name = "prompt"
                kind = "text"
                length = [1, 5000]
                required = true
                [[field]]
                name = "count"
                kind = "integer"
                range = [1, 4]
                default = 1
                required = true
                """,
            file: "quick.toml",
        )
    }
}

extension GenerateRequest {
    static func quick(_ prompt: String = "a lighthouse", count: Int = 1) -> GenerateRequest {
        GenerateRequest(
            model: ModelID(rawValue: "quick"),
            input: ["prompt": .text(prompt), "count": .integer(count)],
        )
    }
}

extension Timestamp {
    static let start = Timestamp(milliseconds: 1_795_000_000_000)
}

extension Life {
    /// One of every kind, with every optional set and unset.
    static let all: [Life] = {
        let times = TaskTimes(createTime: 1, completeTime: 2, costTime: 3)
        let code = FailCode(rawValue: "CONTENT_VIOLATION")
        let raw = #"{"resultUrls":["https://a.example/1.png","https://a.example/2.png"]}"#
        let result = TaskResult(resultJSON: raw) ?? TaskResult(urls: [], raw: raw)
        var running = Running(taskID: TaskID(rawValue: "task_1"), acceptedAt: .start)
        running.polls = 4
        var parked = Running(
            taskID: TaskID(rawValue: "task_2"),
            acceptedAt: .start,
            phase: "processing_r2",
        )
        parked.createTime = 7
        parked.isParked = true
        var settled = Unknown(sentAt: .start, noticedAt: .start + 1, reason: "no answer")
        settled.isSettled = true
        return [
            .queued, .sending(since: .start), .running(running), .running(parked),
            .succeeded(.sample(times), result),
            .succeeded(.sample(TaskTimes()), TaskResult(urls: [], raw: "not JSON")),
            .failed(.sample(times), TaskFailure(code: code, message: "no")),
            .refused(.sample(code), at: .start), .refused(.sample(nil), at: .start),
            .unknown(Unknown(sentAt: .start, noticedAt: .start + 1, reason: "no answer")),
            .unknown(settled),
        ]
    }()
}

extension Finished {
    static func sample(_ times: TaskTimes) -> Finished {
        Finished(
            taskID: TaskID(rawValue: "task_3"),
            acceptedAt: .start,
            endedAt: .start + 9,
            times: times,
            polls: 5,
        )
    }
}

extension TaskFailure {
    static let sample = TaskFailure(code: FailCode(rawValue: "X"), message: "")
}

extension Refusal {
    static func sample(_ code: FailCode?) -> Refusal {
        Refusal(status: 400, reason: .noCredits, message: "Insufficient credits", failCode: code)
    }
}

extension ResultFile {
    static func sample(
        _ url: String,
        state: State = .waiting(next: .start, tries: 0, reason: nil),
    ) -> ResultFile {
        ResultFile(
            id: FileID(task: TaskNumber(rawValue: 1), number: 1),
            url: url,
            expiresAt: .start + 1000,
            state: state,
        )
    }
}

extension Decision {
    static func changing(_ tasks: [TrackedTask]) -> Decision {
        var decision = Decision()
        for task in tasks { decision.changed[task.id] = task }
        return decision
    }
}

extension Journal {
    /// As often as the test says.
    func insert(
        _ requests: [GenerateRequest],
        of catalog: Catalog = Catalog(models: []),
        through gate: SpendGate = SpendGate(),
        for claim: ServiceClaim? = nil,
        at now: Timestamp,
    ) throws(IntentError) -> [TrackedTask] {
        let intents = requests.map { Intent($0, isAgain: true) }
        return try insert(intents, of: catalog, through: gate, for: claim, at: now)
    }

    /// Inserts a task and moves it on.
    @discardableResult
    func add(
        _ life: Life,
        _ request: GenerateRequest = .quick(),
        on machine: BootTime = .now,
    ) throws -> TrackedTask {
        var task = try insert([request], at: .start)[0]
        task.life = life
        try save(.changing([task]), at: .start, on: machine)
        return task
    }
}
