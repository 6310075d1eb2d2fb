import Apixo

/// What the engine is told. It decides on nothing else.
public enum Event: Sendable {
    /// A decision of the user, already in the journal as queued.
    case submitted(TrackedTask)
    /// How the POST of a task ended.
    case sent(TaskNumber, SubmitOutcome)
    /// How a poll a task ended.
    case polled(TaskNumber, PollOutcome)
    /// How the fetching of a result file ended.
    case downloaded(FileID, DownloadOutcome)
    /// The user asks for a poll now; a parked task is polled again.
    case pollWanted(TaskNumber)
    /// Somebody said that the task has ended; the service, perhaps.
    case called(TaskID)
    /// The user asks for a file once more.
    case downloadWanted(ResultFile)
    /// The user found the taskId of an unknown task elsewhere.
    case attached(TrackedTask, TaskID)
    /// The user has given up on an unknown task.
    case markedLost(TrackedTask)
    /// The user says yes, then, to a queued task that is too old to be sent without a word.
    case confirmed(TrackedTask, at: Timestamp)
    /// The user took a task off the list.
    case removed(TaskNumber)
    /// Something that is no task's request was answered, so the line is there.
    case lineFound
    /// The balance is being asked for, which is a request like any other.
    case balanceAsked
    /// The balance was asked for and told, in USD.
    case balanceRead(Double)
    /// The balance was asked for and refused.
    case balanceRefused(Refusal)
    /// The balance was asked for, and the answer told nothing.
    case balanceUnclear
    /// The user wants a held queue to go on; nil means every one.
    case sendingWanted(ModelID?)
    /// Only time has passed.
    case ticked
}

/// How a `POST /generateTask` ended.
public enum SubmitOutcome: Sendable {
    case answered(SubmitAnswer)
    /// Proof that the service never saw it: no connection came about.
    case notSent(reason: String)
    /// It went out, or may have; nobody can say what became of it.
    case lost(reason: String)
}

/// How a `GET /statusTask` ended.
public enum PollOutcome: Sendable {
    case answered(PollAnswer)
    case unreachable(reason: String)
}

/// One result file of a task; numbers count from 1 in the order of `resultUrls`.
public struct FileID: Hashable, Sendable {
    public var task: TaskNumber
    public var number: Int

    public init(task: TaskNumber, number: Int) {
        self.task = task
        self.number = number
    }
}

public enum DownloadOutcome: Sendable {
    case saved(path: String, bytes: Int)
    /// It failed, and the file from before is still here.
    case kept(reason: String)
    case failed(reason: String, isFinal: Bool)

    public var isSaved: Bool {
        guard case .saved = self else { return false }
        return true
    }
}

/// What the engine wants done. The changes are on disk before any call is made.
public struct Decision: Sendable {
    public var changed: [TaskNumber: TrackedTask] = [:]
    /// Tasks with news for the screen that need not outlive the program.
    public var touched: [TaskNumber: TrackedTask] = [:]
    public var files: [FileID: ResultFile] = [:]
    public var polls: [PollEntry] = []
    /// One entry for each request about to leave.
    public var spent: [ModelID: Int] = [:]
    /// Until when a model is left alone because the service answered 429.
    public var pauses: [ModelID: Timestamp] = [:]
    /// What holds the queues of models back, where that has changed.
    public var brakes: [ModelID: BrakeRecord] = [:]
    /// What holds all queues back, where that has changed; nothing inside is nothing any more.
    public var hold: AccountHold??
    /// What was learnt of the account's limits, where that has changed.
    public var ceiling: AccountCeiling??
    public var calls: [Call] = []

    public init() {}

    public var movesBrakes: Bool { !brakes.isEmpty || hold != nil || ceiling != nil }

    public var isEmpty: Bool {
        changed.isEmpty && touched.isEmpty && files.isEmpty && polls.isEmpty && calls.isEmpty
    }
}

public enum Call: Sendable, Hashable {
    case post(TaskNumber, GenerateRequest)
    case poll(TaskNumber, ModelID, TaskID)
    case download(ResultFile)
}

/// A line in the log of polls.
public struct PollEntry: Sendable, Hashable {
    public var task: TaskNumber
    public var at: Timestamp
    public var text: String

    public init(task: TaskNumber, at: Timestamp, text: String) {
        self.task = task
        self.at = at
        self.text = text
    }
}
