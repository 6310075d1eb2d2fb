import Apixo

/// Our own number for a task: small, given when the intent is written, before any `taskId` exists.
public struct TaskNumber: RawRepresentable, Hashable, Comparable, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }

    public static func < (left: TaskNumber, right: TaskNumber) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// A request the user decided on, and how far it has come.
public struct TrackedTask: Sendable, Hashable, Identifiable {
    public let id: TaskNumber
    public let request: GenerateRequest
    /// When the user decided.
    public let submittedAt: Timestamp
    /// What it was expected to cost at that moment; nil where the model was not known.
    public let bill: Bill?
    /// The user's own name for it.
    public let ref: TaskRef?
    public var life: Life
    /// The last answer that left it queued.
    public var turnedAway: Evidence?
    /// When the user said once more that it is to be sent, where it had waited long.
    public var confirmedAt: Timestamp?
    /// When its journal was found to be put back from a copy, so that it may have been sent by
    /// another; nil once the user has confirmed it.
    public var restoredAt: Timestamp?

    public init(
        id: TaskNumber,
        request: GenerateRequest,
        submittedAt: Timestamp,
        bill: Bill? = nil,
        ref: TaskRef? = nil,
        life: Life = .queued,
    ) {
        self.id = id
        self.request = request
        self.submittedAt = submittedAt
        self.bill = bill
        self.ref = ref
        self.life = life
    }

    public var model: ModelID { request.model }
}

/// The life of a task: each case holds exactly what exists at that point.
public enum Life: Sendable, Hashable {
    /// Decided, written down, not sent.
    case queued
    /// On its way; written down before the first byte left.
    case sending(since: Timestamp)
    case running(Running)
    case succeeded(Finished, TaskResult)
    case failed(Finished, TaskFailure)
    /// The service would not take it; nothing was created.
    case refused(Refusal, at: Timestamp)
    /// It went out and no answer came. Never sent again by the program.
    case unknown(Unknown)
}

/// A task the service has accepted and not yet ended.
public struct Running: Sendable, Hashable {
    public var taskID: TaskID
    public var acceptedAt: Timestamp
    /// Since when this run of the program polls it. Parking counts from here: `acceptedAt` may
    /// come from an earlier run, and from a clock that was set since.
    public var watchedSince: Timestamp
    /// The service's own word: `pending`, `processing`, or one no page names.
    public var phase: String
    public var createTime: Int?
    public var polls = 0
    /// Failed polls since the last good one.
    public var failedPolls = 0
    /// Looks that said `success` with a `resultJson` from which no URL can be read.
    public var unreadablePolls = 0
    /// What the last poll met, when it failed.
    public var warning: String?
    /// When to look next; nil while a poll is under way or the task is parked.
    public var nextPoll: Timestamp?
    /// When the last poll of this run of the program left.
    public var lastPoll: Timestamp?
    /// It was called back while a poll was under way.
    public var isCalled = false
    /// It has run past the model's limit and is polled rarely; the user may look again.
    public var isParked = false
    /// The last poll said that the service knows no such task.
    public var isMissing = false
    /// The submit it is said to come from, while nobody but the user knows its taskId.
    public var claim: Claim?

    public init(taskID: TaskID, acceptedAt: Timestamp, phase: String = "pending") {
        self.taskID = taskID
        self.acceptedAt = acceptedAt
        watchedSince = acceptedAt
        self.phase = phase
    }
}

/// What an unknown submit was before the user gave it a taskId, should that lead nowhere.
public struct Claim: Sendable, Hashable {
    public var evidence: Unknown
    /// Until when it held a slot, by the clock of this run.
    var slotUntil: Timestamp?

    public init(evidence: Unknown) { self.evidence = evidence }
}

/// What is known of a task that has ended.
public struct Finished: Sendable, Hashable {
    public var taskID: TaskID
    public var acceptedAt: Timestamp
    public var endedAt: Timestamp
    public var times: TaskTimes
    public var polls: Int

    public init(
        taskID: TaskID,
        acceptedAt: Timestamp,
        endedAt: Timestamp,
        times: TaskTimes,
        polls: Int
    ) {
        self.taskID = taskID
        self.acceptedAt = acceptedAt
        self.endedAt = endedAt
        self.times = times
        self.polls = polls
    }
}

/// The evidence of a submit without an answer.
public struct Unknown: Sendable, Hashable {
    public var sentAt: Timestamp
    public var noticedAt: Timestamp
    public var reason: String
    /// What came back, where anything did.
    public var answer: Evidence?
    /// The user has looked into it and counts it as lost.
    public var isSettled = false

    public init(sentAt: Timestamp, noticedAt: Timestamp, reason: String, answer: Evidence? = nil) {
        self.sentAt = sentAt
        self.noticedAt = noticedAt
        self.reason = reason
        self.answer = answer
    }
}
