import Apixo
import Tasks

/// What one leader after another writes down, and all programs read: SQLite, or made up.
///
/// A write is on disk when it returns, in one piece; what throws has changed nothing. Times are given
/// and told by the clock of the program that asks, whatever clock they were written by.
public protocol TaskStore: AnyObject, Sendable {
    /// Named in what the user is told.
    var path: String { get }

    // MARK: - Who leads

    /// From here on no decision of an earlier term is written down any more.
    func begin(_ term: TermID, for service: String) throws(JournalError)

    /// Throws where a newer program has taken over, or waits to.
    func checkVersion() throws(JournalError)

    /// Whether another key than the last one is used from now on.
    func isNew(_ key: APIKey?) throws(JournalError) -> Bool

    // MARK: - Writing

    /// Writes what the user decided on; caps, names and doubles are checked in the same piece.
    func insert(
        _ intents: [Intent],
        of catalog: Catalog,
        through gate: SpendGate,
        for claim: ServiceClaim,
        key: APIKey?,
        at now: Timestamp,
    ) throws(IntentError) -> [TrackedTask]

    /// Writes what an engine decided. Nothing of it may happen before this returns.
    ///
    /// Throws `takenBack` where it would send what is off the list: the store has the last word.
    ///
    /// - Parameters:
    ///   - term: Of the engine; without one, the caller holds the lock and sends nothing.
    ///   - commands: What it carries out; they leave the store with it.
    func save(
        _ decision: Decision,
        of term: TermID?,
        carryingOut commands: [PendingCommand],
        at now: Timestamp,
    ) throws(JournalError)

    func note(_ balance: Balance) throws(JournalError)

    // MARK: - Tasks and files

    func task(_ number: TaskNumber) throws(JournalError) -> TrackedTask?

    /// The newest task with a `taskId`.
    func task(_ id: TaskID) throws(JournalError) -> TrackedTask?

    /// Another task of the same model that has this `taskId`, on the list or not.
    func holder(of id: TaskID, besides task: TrackedTask) throws(JournalError) -> TaskNumber?

    /// What has not ended, oldest first.
    func unfinished() throws(JournalError) -> [TrackedTask]

    /// What is queued and has a higher number.
    func queued(after number: TaskNumber) throws(JournalError) -> [TrackedTask]

    /// What waits to be sent with another key than the one in use.
    func queuedForOtherKey() throws(JournalError) -> Set<TaskNumber>

    /// What became unknown within so many seconds.
    func unknown(within seconds: Int, at now: Timestamp) throws(JournalError) -> [TrackedTask]

    func files(of number: TaskNumber) throws(JournalError) -> [ResultFile]

    /// What is still to be fetched.
    func waitingFiles() throws(JournalError) -> [ResultFile]

    /// Where the log of a task's polls ends; it only grows.
    func lastPoll(of number: TaskNumber) throws(JournalError) -> Int

    /// Whether the service refused the key at each of the last polls of a task.
    func isKeyRefused(to number: TaskNumber) throws(JournalError) -> Bool

    // MARK: - What holds back, and what was spent

    func restrictions(at now: Timestamp) throws(JournalError) -> Restrictions

    /// When the requests of the last minute left.
    func spent(at now: Timestamp) throws(JournalError) -> [ModelID: [Timestamp]]

    /// What of the day's caps is used up, with what is queued or without.
    func spending(by gate: SpendGate, at now: Timestamp, hasQueued: Bool) throws(JournalError)
        -> Spending

    /// The newest known durations, in milliseconds.
    func recentDurations() throws(JournalError) -> [(GenerateRequest, Int)]

    // MARK: - Commands for the leader

    /// Leaves a command for the program that leads, now or later.
    func add(_ command: UserCommand) throws(JournalError)

    /// Tells the leader of a callback, once until it has read that.
    func forward(callback id: TaskID) throws(JournalError)

    /// The commands of other programs, oldest first.
    func pendingCommands() throws(JournalError) -> [PendingCommand]

    /// Takes off the list what other programs asked to be taken off; tells which went.
    func removeAsked(of term: TermID) throws(JournalError) -> [TaskNumber]

    /// Takes a task off the list, or back while it is queued; says whether it did.
    func remove(as command: UserCommand, of term: TermID?) throws(JournalError) -> Bool

    /// Whether a command still waits for the program that leads.
    func isPending(_ command: UserCommand) throws(JournalError) -> Bool
}

/// What holds requests back, as the last leader wrote it down.
public struct Restrictions: Sendable {
    /// Until when models are left alone.
    public var pauses: [ModelID: Timestamp]
    public var brakes: [ModelID: BrakeRecord]
    public var hold: AccountHold?
    public var ceiling: AccountCeiling?

    public init(
        pauses: [ModelID: Timestamp] = [:],
        brakes: [ModelID: BrakeRecord] = [:],
        hold: AccountHold? = nil,
        ceiling: AccountCeiling? = nil,
    ) {
        self.pauses = pauses
        self.brakes = brakes
        self.hold = hold
        self.ceiling = ceiling
    }

    /// Whether anything is held back until an answer or the user lets it go on.
    var isHeld: Bool { hold != nil || brakes.values.contains { $0.stop != nil } }
}

/// A store is for one service: what waits to be sent to one must not be sent to another. It goes over
/// to another one when nothing waits any more and nobody leads.
public struct ServiceClaim: Sendable {
    public let service: String
    /// Whether nobody else leads.
    public let mayTakeOver: Bool

    public init(service: String, mayTakeOver: Bool) {
        self.service = service
        self.mayTakeOver = mayTakeOver
    }
}

/// The right to write down what an engine decided, and with it to send and poll.
///
/// The election says who leads. Should it ever fail, because somebody deleted the lock's file or the
/// file system does not know locks, the store still takes the word of the last to lead alone.
public struct TermID: Sendable, Hashable {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }
}
