import Apixo

/// The word for a task's state on the command line, in JSON and in the table.
public enum TaskState: String, Sendable, CaseIterable {
    case queued, sending, pending, processing, success, failed, refused, unknown

    /// Whether nothing more will happen by itself.
    public var isFinished: Bool {
        switch self {
        case .queued, .sending, .pending, .processing: false
        case .success, .failed, .refused, .unknown: true
        }
    }
}

extension Life {
    public var state: TaskState {
        switch self {
        case .queued: .queued
        case .sending: .sending
        case .running(let running): running.phase == "pending" ? .pending : .processing
        case .succeeded: .success
        case .failed: .failed
        case .refused: .refused
        case .unknown: .unknown
        }
    }

    public var taskID: TaskID? {
        switch self {
        case .running(let running): running.taskID
        case .succeeded(let finished, _), .failed(let finished, _): finished.taskID
        case .queued, .sending, .refused, .unknown: nil
        }
    }

    /// What came back for its request where that was no clean taskId.
    public var evidence: Evidence? {
        switch self {
        case .running(let running): running.claim?.evidence.answer
        case .refused(let refusal, _): refusal.evidence
        case .unknown(let unknown): unknown.answer
        case .queued, .sending, .succeeded, .failed: nil
        }
    }

    public var running: Running? {
        guard case .running(let running) = self else { return nil }
        return running
    }
}

extension TrackedTask {
    public var state: TaskState { life.state }

    /// What came back for its request where that was no clean taskId.
    public var evidence: Evidence? { life == .queued ? turnedAway : life.evidence }

    /// Times as the service gave them, or as far as they are known.
    public var times: TaskTimes {
        switch life {
        case .running(let running): TaskTimes(createTime: running.createTime)
        case .succeeded(let finished, _), .failed(let finished, _): finished.times
        case .queued, .sending, .refused, .unknown: TaskTimes()
        }
    }
}
