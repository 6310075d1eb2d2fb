import Apixo

/// Which tasks the table lists.
public enum StateFilter: String, Sendable, CaseIterable {
    case all, live, success, failed, unknown

    public var states: Set<TaskState> {
        switch self {
        case .all: Set(TaskState.allCases)
        case .live: [.queued, .sending, .pending, .processing]
        case .success: [.success]
        case .failed: [.failed, .refused]
        case .unknown: [.unknown]
        }
    }
}

/// What the table is ordered by; equal rows stand newest first. Before the newest stand tasks whose
/// results are not saved and die soon.
public enum SortColumn: String, Sendable, CaseIterable {
    case newest, state, model, costTime

    public var next: SortColumn {
        let all = Self.allCases
        return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
    }
}

/// Which part of the history is wanted.
public struct WindowQuery: Sendable, Hashable {
    public enum Anchor: Sendable, Hashable {
        case top, bottom
        /// The window has this task in its middle, or the rows next to where it would stand.
        case around(TaskNumber)
    }

    public var filter: StateFilter
    /// Found in the prompt, taskId, model or failCode, letter case aside; empty finds all.
    public var text: String
    public var sort: SortColumn
    public var anchor: Anchor
    /// At most this many rows.
    public var limit: Int

    public init(
        filter: StateFilter = .all,
        text: String = "",
        sort: SortColumn = .newest,
        anchor: Anchor = .top,
        limit: Int = 200,
    ) {
        self.filter = filter
        self.text = text
        self.sort = sort
        self.anchor = anchor
        self.limit = limit
    }
}

/// A stretch of the history as the journal holds it.
public struct TaskWindow: Sendable, Hashable {
    public var query: WindowQuery
    public var rows: [TaskRow]
    /// How many matching rows stand before the first one here.
    public var first: Int
    /// How many rows match in all.
    public var total: Int
    /// How many of them stand first for their unsaved results that die soon.
    public var pinned = 0
    /// Results that die soon, or could not be saved more than once; those that die first first.
    public var unsaved: [ResultFile] = []

    public init(query: WindowQuery, rows: [TaskRow], first: Int, total: Int) {
        self.query = query
        self.rows = rows
        self.first = first
        self.total = total
    }
}

/// Everything known of one task.
public struct TaskDetail: Sendable, Hashable {
    public var task: TrackedTask
    public var files: [ResultFile]
    /// Newest last; long logs keep their ends.
    public var polls: [PollEntry]
    /// Of a task whose outcome is unknown.
    public var balances: BalanceEvidence
    /// Whether the user took it off the list.
    public var isRemoved: Bool
    /// Whether it is queued for another key than the one in use, and so is not sent.
    public var isForOtherKey: Bool

    public init(
        task: TrackedTask,
        files: [ResultFile] = [],
        polls: [PollEntry] = [],
        balances: BalanceEvidence = BalanceEvidence(),
        isRemoved: Bool = false,
        isForOtherKey: Bool = false,
    ) {
        self.task = task
        self.files = files
        self.polls = polls
        self.balances = balances
        self.isRemoved = isRemoved
        self.isForOtherKey = isForOtherKey
    }
}

/// News of a task from the engine, with how long it should take in seconds.
public struct TaskUpdate: Sendable, Hashable {
    public var task: TrackedTask
    public var expectedSeconds: Double?

    public init(task: TrackedTask, expectedSeconds: Double?) {
        self.task = task
        self.expectedSeconds = expectedSeconds
    }
}

/// USD left for the key, as `GET /apikeys/current-balance` said.
public struct Balance: Sendable, Hashable {
    public var amount: Double
    public var at: Timestamp

    public init(amount: Double, at: Timestamp) {
        self.amount = amount
        self.at = at
    }
}

/// What the account held before a request left and after its answer was lost; nil where nobody asked.
public struct BalanceEvidence: Sendable, Hashable {
    public var before: Balance?
    public var after: Balance?

    public init(before: Balance? = nil, after: Balance? = nil) {
        self.before = before
        self.after = after
    }
}
