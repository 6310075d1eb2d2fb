import Apixo
import Tasks

/// The one thread of control around the engine: it leads, follows, steps down, retries, waits and
/// stops.
///
/// Messages and a time in, instructions out: a decision is in the task store before its instructions are given
/// to whoever drives this. It holds no thread, no socket and no file; the same value runs the program
/// and the made-up world that tests it.
public struct Coordinator {
    let setup: Setup
    let store: any TaskStore
    let election: any Election
    public let stopCondition: StopCondition
    let startedAt: Timestamp
    /// The time of the messages being handled.
    private(set) var now: Timestamp
    var leadership: Leadership
    /// How many terms of this program there were.
    public internal(set) var terms = 0
    /// Why this program is not to lead any more, whatever the election says.
    var bar: JournalError?
    private(set) var isStopping = false
    /// Whether the machine's clock was set, so that nothing new is begun by the old one.
    var isClockSet = false
    var cursor = JournalCursor()
    /// What waits for another key than the one in use.
    var forOtherKey: Set<TaskNumber> = []
    /// Whether other programs may have asked for something.
    var mayHaveCommands = false
    var confirming = ConfirmWatch()
    var carryingOut = CommandWatch()
    var balance: BalanceLine
    var reception = Reception()
    /// Whether an earlier coordinator of this program listens for callbacks, or is about to.
    var isReceiving = false
    var diskDeadline = DiskDeadline()
    var reportedSpending: Spending?
    private var reportedStatus: EngineStatus?
    private var instructions: [Instruction] = []
    var random: SplitMix

    /// - Parameter seed: Of all chance in it, the names of its terms with it.
    public init(
        setup: Setup,
        store: any TaskStore,
        election: any Election,
        until stopCondition: StopCondition,
        seed: UInt64,
        at now: Timestamp,
    ) {
        self.setup = setup
        self.store = store
        self.election = election
        self.stopCondition = stopCondition
        self.now = now
        startedAt = now
        random = SplitMix(seed: seed)
        balance = BalanceLine(seed: random.next())
        leadership = .following(Follower(view: LeaderView(setup)))
    }

    /// The first thing of all.
    public mutating func begin() -> [Instruction] {
        startWithBalance()
        if !isReceiving { startReception() }
        checkLeader()
        return takeInstructions()
    }

    public mutating func handle(_ messages: [Message], at now: Timestamp) -> [Instruction] {
        self.now = now
        take(messages)
        return takeInstructions()
    }

    /// The engine of the term, to be polled from outside only.
    public var engine: Engine? { leadership.term?.engine }

    public var isLeader: Bool { leadership.isLeader }

    /// The term of this program, while there is one.
    public var term: TermID? { leadership.term?.id }

    /// Whether something was decided on that could not be written yet.
    public var hasUnsaved: Bool { leadership.term?.unsaved.isEmpty == false }

    /// Whether it leads and begins new things.
    public var isAtWork: Bool { if case .leading = leadership { true } else { false } }

    var isSending: Bool { leadership.term?.isSending ?? false }

    /// Why the run is over; nil while it is not.
    public var end: RunEnd? {
        if isSending { return diskDeadline.isOver ? .stopped : nil }
        if isStopping { return .stopped }
        if isOutdated && setup.endsWhenOutdated { return .outdated }
        if bar != nil && stopCondition != .none { return .stopped }
        if isHeldUp { return .heldUp }
        if isConditionMet { return .conditionMet }
        if isLineGivenUp { return .unreachable }
        return heldEnd.map(RunEnd.held) ?? (isConditionOverdue ? standstill : nil)
    }

    /// When it wants to be told `ticked`; nil when only an event can change anything.
    public var nextWake: Timestamp? {
        if case .suspended = leadership { return nil }
        let term = isLeader ? leadership.term : nil
        let wakes = [
            term.flatMap { $0.retryAt ?? $0.engine.nextWake }, cursor.due, conditionDeadline,
            diskDeadline.end, balanceDue, receptionDue, balance.startDue, lineGivenUpAt,
            leadership.follower?.check.due, confirmDue,
        ]
        return wakes.compactMap(\.self).min()
    }

    /// Leads if nobody does, else follows until the leader is gone.
    mutating func start() {
        balance.startDue = nil
        let mayLead = setup.canSend && bar == nil
        if mayLead, election.tryToLead() { return becomeLeader() }
        report(.leadership(isLeader: false))
        leadership.follower?.isBesideLeader = true
        readJournal()
        if waitsForLeader { askBalance(isWanted: true) }
        if mayLead { instructions.append(.awaitLeadership) }
    }

    private mutating func take(_ messages: [Message]) {
        if messages.contains(where: \.isJournalChanged) || isConfirmDue { cursor.arrived() }
        var events = cursor.isDue(at: now) ? readJournal() : []
        for message in messages { events += take(message) }
        if events.contains(where: \.findsTheLine) { balance.foundTheLine() }
        startIfDue()
        if isLeader { step(events) } else if bar != nil { forward(events) }
        if isLeader, mayHaveCommands { carryOutCommands() }
        noteUnconfirmed()
        if let due = balanceDue, due <= now { askBalance(isWanted: true) }
        if let due = receptionDue, due <= now, !isStopping { startReception() }
        reportStatus()
        suspendIfSettled()
        watchTheDisk()
        checkLeader()
    }

    private mutating func take(_ message: Message) -> [Event] {
        switch message {
        case .ticked: return [.ticked]
        case .ended(let event, let term): return ended(event, in: term)
        case .balanceAnswered(let outcome): return balanceAnswered(outcome)
        case .submit(let requests, let isAgain):
            return submit(requests.map { Intent($0, isAgain: isAgain) })
        case .userCommand(let command): return handle(command)
        case .refreshBalance: askBalance(isWanted: true)
        case .journalChanged: break
        case .called(let id): return called(id)
        case .receiving(let url): receiving(at: url)
        case .cannotReceive(let reason): cannotReceive(reason)
        case .leadershipWon: leadershipWon()
        case .leadAgain: leadAgain()
        case .suspend: suspend()
        case .resume: resume()
        case .stop: stop()
        }
        return []
    }

    /// The engine of this term never asked for what an earlier one is told.
    private mutating func ended(_ event: Event, in term: Int) -> [Event] {
        guard leadership.term?.number == term else { return [] }
        if case .downloaded(let id, let outcome) = event {
            leadership.term?.downloads.remove(id)
            // Broken off, which says nothing about the file.
            if isBreakingOff, !outcome.isSaved { return [] }
        }
        return [event]
    }

    private mutating func stop() {
        isStopping = true
        if case .leading = leadership { leadership.stepDown(.stop) }
    }

    // MARK: - What goes out

    mutating func order(_ instruction: Instruction) { instructions.append(instruction) }

    mutating func report(_ report: Report) { instructions.append(.report(report)) }

    mutating func warn(_ text: String) { report(.warning(text)) }

    mutating func report(_ tasks: [TrackedTask]) {
        report(
            .tasks(
                tasks.map {
                    TaskUpdate(task: $0, expectedSeconds: expectedSeconds(for: $0))
                }
            )
        )
    }

    private func expectedSeconds(for task: TrackedTask) -> Double? {
        if let engine { return engine.expectedSeconds(for: task) }
        return leadership.follower?.view.expectedSeconds(for: task)
    }

    mutating func reportStatus() {
        guard var status = engine?.status ?? leadership.follower?.view.status else { return }
        if status.outage == nil { status.outage = balance.outage }
        status.forOtherKey = forOtherKey
        guard status != reportedStatus else { return }
        reportedStatus = status
        report(.status(status))
    }

    private mutating func takeInstructions() -> [Instruction] {
        defer { instructions = [] }
        return instructions
    }
}
