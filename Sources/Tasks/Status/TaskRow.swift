import Apixo

/// What the table shows of a task, finished or not; small, for windows over a long history.
public struct TaskRow: Sendable, Hashable, Identifiable {
    public var id: TaskNumber
    public var model: ModelID
    /// The beginning of the prompt.
    public var prompt: String
    public var state: TaskState
    /// The service's word where it is no `TaskState`.
    public var phase: String?
    public var submittedAt: Timestamp
    /// The last yes to a queued task that had waited long.
    public var confirmedAt: Timestamp?
    /// When its journal was found to be put back from a copy, unless confirmed since.
    public var restoredAt: Timestamp?
    public var acceptedAt: Timestamp?
    public var endedAt: Timestamp?
    /// Milliseconds.
    public var costTime: Int?
    public var failCode: String?
    /// How long such a task should take, in seconds.
    public var expectedSeconds: Double?
    public var isParked = false
    /// The user counts an unknown task as lost.
    public var isSettled = false
    public var warning: String?
    /// Whether the journal's row could be read; if not, nothing can be done with the task.
    public var isReadable = true

    public static let promptLimit = 200

    public init(
        id: TaskNumber,
        model: ModelID,
        prompt: String,
        state: TaskState,
        submittedAt: Timestamp,
    ) {
        self.id = id
        self.model = model
        self.prompt = prompt
        self.state = state
        self.submittedAt = submittedAt
    }

    public init(_ task: TrackedTask) {
        self.init(
            id: task.id,
            model: task.model,
            prompt: String(task.request.prompt.prefix(Self.promptLimit)),
            state: task.state,
            submittedAt: task.submittedAt,
        )
        confirmedAt = task.confirmedAt
        restoredAt = task.restoredAt
        switch task.life {
        case .queued, .sending: break
        case .running(let running):
            phase = running.phase
            acceptedAt = running.acceptedAt
            isParked = running.isParked
            warning = running.warning
        case .succeeded(let finished, _): take(finished)
        case .failed(let finished, let failure):
            take(finished)
            failCode = failure.code.rawValue
        case .refused(let refusal, let at):
            endedAt = at
            failCode = refusal.failCode?.rawValue
        case .unknown(let unknown):
            endedAt = unknown.noticedAt
            isSettled = unknown.isSettled
        }
    }

    private mutating func take(_ finished: Finished) {
        acceptedAt = finished.acceptedAt
        endedAt = finished.endedAt
        costTime = finished.times.costTime
    }
}
