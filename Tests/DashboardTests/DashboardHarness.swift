import Apixo
import Tasks
import Terminal

@testable import Dashboard

/// A dashboard with a made-up journal behind it: answers what it asks for, at once.
struct DashboardHarness {
    static let now = Timestamp(milliseconds: 1_763_647_391_000)

    var state: AppState
    var journal: [TrackedTask]
    var files: [ResultFile] = []
    var effects: [Effect] = []
    var now = DashboardHarness.now
    /// Off, the journal keeps silent, as a slow disk does.
    var answers = true

    static func make(
        columns: Int = 120,
        rows: Int = 40,
        journal: [TrackedTask] = [],
        hasKey: Bool = true,
        isASCII: Bool = false,
        theme: String = "midnight",
    ) -> DashboardHarness {
        let environment = AppEnvironment(
            catalog: .builtIn,
            theme: try! Theme.builtIn(named: theme)!,
            endpoint: try! Endpoint("https://api.apixo.ai"),
            hasKey: hasKey,
            homeFolder: "/home/ada",
            isASCII: isASCII,
        )
        let size = Size(columns: columns, rows: rows)
        let state = AppState(environment: environment, size: size, now: now)
        var dashboard = DashboardHarness(state: state, journal: journal)
        dashboard.perform(state.startEffects)
        return dashboard
    }

    mutating func send(_ action: Action) { perform(state.update(action, at: now)) }

    /// Presses keys by their labels.
    mutating func press(_ labels: String...) {
        for label in labels { send(.input(.key(Key(label: label)!))) }
    }

    /// Presses a key that decides, as a person does: alone, some time after the one before.
    mutating func decide(_ label: String) {
        now = now + 1
        press(label)
        now = now + 1
        send(.ticked)
    }

    mutating func press(_ label: String, times: Int) {
        for _ in 0..<times { press(label) }
    }

    mutating func type(_ text: String) {
        for character in text { send(.input(.key(.character(character)))) }
    }

    mutating func news(_ task: TrackedTask, expectedSeconds: Double? = 30) {
        if let index = journal.firstIndex(where: { $0.id == task.id }) {
            journal[index] = task
        } else {
            journal.insert(task, at: 0)
        }
        send(.tasksChanged([TaskUpdate(task: task, expectedSeconds: expectedSeconds)]))
    }

    /// The engine says what has become of a result file.
    mutating func file(_ file: ResultFile) {
        files.removeAll { $0.id == file.id }
        files.append(file)
        send(.filesChanged([file]))
    }

    var lines: [String] { state.render(at: now).lines }
    var text: String { state.render(at: now).text }
    var selected: Int? { state.table.selection?.rawValue }
    var submits: Int { effects.count { if case .submit = $0 { true } else { false } } }

    /// The window effects asked for, in order.
    var windows: [WindowQuery] {
        effects.compactMap { if case .loadWindow(let query) = $0 { query } else { nil } }
    }

    private mutating func perform(_ wanted: [Effect]) {
        effects += wanted
        guard answers else { return }
        for effect in wanted {
            switch effect {
            case .loadWindow(let query): send(.windowLoaded(window(query)))
            case .loadDetail(let number):
                guard let task = journal.first(where: { $0.id == number }) else { continue }
                send(
                    .detailLoaded(
                        TaskDetail(task: task, files: files.filter { $0.id.task == number })
                    )
                )
            case .command(.remove(let number)): journal.removeAll { $0.id == number }
            default: break
            }
        }
    }

    func window(_ query: WindowQuery) -> TaskWindow {
        let found = journal.filter { task in
            query.filter.states.contains(task.state)
                && (query.text.isEmpty || task.request.prompt.contains(query.text))
        }
        let first: Int =
            switch query.anchor {
            case .top: 0
            case .bottom: max(0, found.count - query.limit)
            case .around(let number):
                max(0, (found.firstIndex { $0.id <= number } ?? found.count) - query.limit / 2)
            }
        let rows = found.dropFirst(first).prefix(query.limit).map { TaskRow($0) }
        var window = TaskWindow(query: query, rows: rows, first: first, total: found.count)
        window.unsaved = files.filter(\.isWaiting)
        return window
    }
}

extension ResultFile {
    static func make(of task: Int, dyingIn seconds: Double) -> ResultFile {
        ResultFile(
            id: FileID(task: TaskNumber(rawValue: task), number: 1),
            url: "https://cdn.example/\(task).png",
            expiresAt: DashboardHarness.now + seconds,
            state: .waiting(next: DashboardHarness.now, tries: 0, reason: nil),
        )
    }
}

extension TrackedTask {
    static func make(
        _ number: Int,
        model: String = "seedream-5-0",
        prompt: String = "a lighthouse",
        ago: Double = 60,
        life: Life = .queued,
    ) -> TrackedTask {
        TrackedTask(
            id: TaskNumber(rawValue: number),
            request: GenerateRequest(
                model: ModelID(rawValue: model),
                input: ["mode": .text("text-to-image"), "prompt": .text(prompt)],
            ),
            submittedAt: DashboardHarness.now - ago,
            life: life,
        )
    }

    static func done(_ number: Int, prompt: String = "a lighthouse", ago: Double = 60) -> Self {
        let finished = Finished(
            taskID: TaskID(rawValue: "task_\(number)"),
            acceptedAt: DashboardHarness.now - ago,
            endedAt: DashboardHarness.now - ago + 28,
            times: TaskTimes(
                createTime: (DashboardHarness.now - ago).milliseconds,
                completeTime: (DashboardHarness.now - ago).milliseconds + 28_400,
                costTime: 28_400,
            ),
            polls: 4,
        )
        let result = TaskResult(urls: ["https://cdn.example/\(number).png"], raw: "{}")
        return make(number, prompt: prompt, ago: ago, life: .succeeded(finished, result))
    }

    static func failed(_ number: Int, code: String = "CONTENT_VIOLATION") -> TrackedTask {
        let finished = Finished(
            taskID: TaskID(rawValue: "task_\(number)"),
            acceptedAt: DashboardHarness.now - 60,
            endedAt: DashboardHarness.now - 50,
            times: TaskTimes(),
            polls: 2,
        )
        let failure = TaskFailure(code: FailCode(rawValue: code), message: "It was flagged.")
        return make(number, life: .failed(finished, failure))
    }

    static func running(_ number: Int, for seconds: Double = 12) -> TrackedTask {
        var running = Running(
            taskID: TaskID(rawValue: "task_\(number)"),
            acceptedAt: DashboardHarness.now - seconds,
            phase: "processing",
        )
        running.nextPoll = DashboardHarness.now + 3
        return make(number, ago: seconds, life: .running(running))
    }

    static func unknown(_ number: Int) -> TrackedTask {
        let reason = "the connection closed before an answer came"
        let unknown = Unknown(
            sentAt: DashboardHarness.now - 60,
            noticedAt: DashboardHarness.now - 50,
            reason: reason
        )
        return make(number, life: .unknown(unknown))
    }
}

/// Tasks that ended well, the newest first.
func history(_ count: Int) -> [TrackedTask] {
    stride(from: count, to: 0, by: -1).map {
        .done($0, prompt: "prompt number \($0)", ago: Double(count - $0 + 1) * 60)
    }
}
