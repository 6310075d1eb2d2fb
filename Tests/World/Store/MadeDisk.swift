import Apixo
import Coordination
import Synchronization
import Tasks

/// The one disk of a world: written in one piece, there after every crash; after a power cut only what
/// was synced is.
final class MadeDisk: Sendable {
    struct Entry {
        var task: TrackedTask
        var isRemoved = false
        var sentAt: Timestamp?
        /// By the clock of the machine.
        var unknownSince: Timestamp?
        /// How many polls were noted.
        var polls = 0
        /// The last of them, the newest at the end.
        var log: [String] = []
    }

    struct Departure {
        var model: ModelID
        /// By the clock of the machine, which nobody can set.
        var at: Timestamp
        var count: Int
    }

    /// What the files hold. All times but those of tasks are by the clock of the machine.
    struct Content {
        var entries: [TaskNumber: Entry] = [:]
        var files: [FileID: ResultFile] = [:]
        var departures: [Departure] = []
        var pauses: [ModelID: Timestamp] = [:]
        var brakes: [ModelID: BrakeRecord] = [:]
        var hold: AccountHold?
        var ceiling: AccountCeiling?
        var commands: [PendingCommand] = []
        var commandsMade = 0
        var term: TermID?
        /// Of the newest program that has changed the tables.
        var version = 1
        /// Of one that waits to.
        var announced: Int?
    }

    /// What was written, and what it became.
    enum Write {
        case began(TermID)
        case decision(Decision, before: [TaskNumber: Life], by: TermID?, [PendingCommand])
        case inserted([TaskNumber])
        case removed(TaskNumber, before: Life)
        case added(UserCommand)
    }

    struct State {
        var content = Content()
        /// What a power cut leaves; nil where none will come.
        var synced: Content?
        /// By the clock of the machine.
        var now = World.beginning
        var isFull = false
        /// How often a write fails for no reason that lasts.
        var unwritable = 0.0
        /// How often a program is killed at a write, before it or after it.
        var crash = 0.0
        var dice: Dice
        /// Since the log was last taken.
        var writes: [Write] = []
    }

    let state: Mutex<State>

    init(_ dice: Dice) { state = Mutex(State(dice: dice)) }

    var content: Content { state.withLock(\.content) }

    func change<Value: Sendable>(_ body: (inout State) throws -> Value) rethrows -> Value {
        try state.withLock { try body(&$0) }
    }

    func takeWrites() -> [Write] {
        state.withLock { state in
            defer { state.writes = [] }
            return state.writes
        }
    }

    func cutPower() {
        state.withLock { state in
            if let synced = state.synced { state.content = synced }
        }
    }
}

extension MadeDisk.Content {
    var isHeld: Bool { hold != nil || brakes.values.contains { $0.stop != nil } }

    /// Whether only the user can let something go on.
    var isHeldForUser: Bool {
        hold != nil || brakes.values.contains { $0.stop != nil && $0.stop?.until == nil }
    }

    func task(_ number: TaskNumber) -> TrackedTask? { (entries[number]?.task).map(Self.reread) }

    var unfinished: [TrackedTask] {
        entries.values.filter { !$0.task.state.isFinished && !$0.isRemoved }
            .map { Self.reread($0.task) }.sorted { $0.id < $1.id }
    }

    func queued(after number: TaskNumber) -> [TrackedTask] {
        entries.values.filter { !$0.isRemoved }.map(\.task)
            .filter { $0.id > number && $0.life == .queued }.sorted { $0.id < $1.id }
    }

    func files(of number: TaskNumber) -> [ResultFile] {
        files.values.filter { $0.id.task == number }.sorted { $0.id.number < $1.id.number }
    }

    var waitingFiles: [ResultFile] {
        files.values.filter(\.isWaiting).sorted {
            ($0.id.task, $0.id.number) < ($1.id.task, $1.id.number)
        }
    }

    /// What left on a day and may be billed, with what is queued or without.
    func spending(on day: Day, hasQueued: Bool) -> Spending {
        let some = entries.values.filter { entry in
            if entry.task.life == .queued { return hasQueued && !entry.isRemoved }
            guard let sentAt = entry.sentAt, sentAt >= day.start, sentAt < day.end else {
                return false
            }
            return entry.task.state != .refused
        }
        return Spending(some.map(\.task.bill))
    }

    /// Not all of a running task is written down.
    private static func reread(_ task: TrackedTask) -> TrackedTask {
        guard let running = task.life.running else { return task }
        var kept = Running(
            taskID: running.taskID,
            acceptedAt: running.acceptedAt,
            phase: running.phase,
        )
        kept.createTime = running.createTime
        kept.polls = running.polls
        kept.isParked = running.isParked
        kept.claim = running.claim.map { Claim(evidence: $0.evidence) }
        var task = task
        task.life = .running(kept)
        return task
    }
}
