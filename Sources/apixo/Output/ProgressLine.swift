import Apixo
import Coordination
import Synchronization
import Tasks

/// Says on standard error how the tasks that are waited for stand: what changes, a line a second at
/// most, and every half minute that they still do.
final class ProgressLine: Sendable {
    private static let pause = Duration.seconds(1)
    private static let silence = Duration.seconds(30)

    fileprivate struct State {
        var lives: [TaskNumber: TaskState] = [:]
        /// Those of the tasks, whose queues matter.
        var models: Set<ModelID> = []
        /// Why one of those queues does not move.
        var waitReason: String?
        /// Since when the program waits, and since when all stands as it does.
        let start = ContinuousClock.now
        var lastLine = ContinuousClock.now
        var told = ""
        var isDue = false
        var isLeader = true
        var hasEnded = false
    }

    private let numbers: Set<TaskNumber>
    private let waits: WaitLog
    private let state = Mutex(State())

    init(of numbers: [TaskNumber]) {
        self.numbers = Set(numbers)
        waits = WaitLog()
        beat()
    }

    func take(_ report: Report) {
        switch report {
        case .tasks(let news):
            let wanted = news.map(\.task).filter { numbers.contains($0.id) }
            guard !wanted.isEmpty else { return }
            state.withLock { state in
                for task in wanted {
                    state.lives[task.id] = task.state
                    state.models.insert(task.model)
                }
            }
            change()
        case .leadership(let isLeader):
            state.withLock { $0.isLeader = isLeader }
            change()
        case .status(let status):
            waits.take(status)
            state.withLock { state in
                let queues = status.queues.filter { state.models.contains($0.model) }
                state.waitReason = queues.compactMap { $0.wait?.waitReason }.first
            }
            change()
        case .submitted, .submitFailed, .submitAsks, .files, .window, .detail, .balance,
            .spending, .drafts, .journalChanged, .warning:
            break
        }
    }

    func end() { state.withLock { $0.hasEnded = true } }

    /// A line for the news, now or when the second is over.
    private func change() {
        let wait = state.withLock { state -> Duration? in
            guard !state.isDue, !state.hasEnded else { return nil }
            state.isDue = true
            return max(.zero, state.lastLine + Self.pause - .now)
        }
        guard let wait else { return }
        Task.detached { [weak self] in
            try? await Task.sleep(for: wait)
            self?.print(isNews: true)
        }
    }

    private func beat() {
        Task.detached { [weak self] in
            while true {
                try? await Task.sleep(for: Self.silence)
                guard let self, !state.withLock(\.hasEnded) else { return }
                print(isNews: false)
            }
        }
    }

    private func print(isNews: Bool) {
        let line = state.withLock { state -> String? in
            if isNews { state.isDue = false }
            let now = ContinuousClock.now
            let text = state.text(numbers)
            guard !state.hasEnded,
                isNews ? text != state.told : now - state.lastLine >= Self.silence
            else { return nil }
            state.told = text
            state.lastLine = now
            let seconds = (now - state.start).components.seconds
            return "apixo: \(text) (waiting for \(seconds) s)"
        }
        if let line { writeError(line) }
    }
}

extension ProgressLine.State {
    /// `#3 processing`, or for several `2 queued, 3 processing, 5 success`.
    fileprivate func text(_ numbers: Set<TaskNumber>) -> String {
        let isQueued = numbers.contains { (lives[$0] ?? .queued) == .queued }
        let reason = isQueued ? waitReason.map { ": \($0)" } ?? "" : ""
        return standing(numbers) + reason + others
    }

    private var others: String {
        isLeader ? "" : "; another program on this data folder sends and polls"
    }

    private func standing(_ numbers: Set<TaskNumber>) -> String {
        if numbers.count == 1, let number = numbers.first {
            return "#\(number.rawValue) \(lives[number]?.rawValue ?? "queued")"
        }
        let counts = TaskState.allCases.map { state in
            (state, numbers.count { (lives[$0] ?? .queued) == state })
        }
        return counts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0.rawValue)" }
            .joined(separator: ", ")
    }
}

extension EngineStatus.Wait {
    /// In a few words; an outage and a cap are told of by themselves.
    fileprivate var waitReason: String? {
        if case .slots = self { return "every slot of the model is taken" }
        if case .minute = self { return "the minute's requests are spent" }
        if case .paused(let until) = self { return "the model is left alone until \(until.text)" }
        return nil
    }
}
