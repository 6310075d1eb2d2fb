import Apixo
import Synchronization
import Tasks
import UserFiles

/// The outside: HTTP, journal, files and clock around the engine.
///
/// Any thread may give it commands; one loop takes them, in order.
public final class Worker: Sendable {
    public let journal: Journal
    let catalog: Catalog
    /// Of the account, as configured.
    let limits: AccountLimits
    public let gate: SpendGate
    let endpoint: Endpoint
    /// Names the service in the journal.
    let service: String
    let callback: CallbackSettings?
    /// Only its fingerprint is written down.
    let key: APIKey?
    /// Nil without a key: then nothing is sent and nothing polled.
    let transport: Transport?
    let downloader: Downloader
    let lock: LeaderLock
    let clock: SteadyClock
    let report: @Sendable (Report) -> Void
    let windows: WindowReader
    /// Whether a program that a newer one has replaced has nothing more to show.
    let endsWhenOutdated: Bool
    /// Called when the lead has been given up for a pause.
    let onRest = Mutex<(@Sendable () -> Void)?>(nil)

    private let submitted = Mutex<[TaskNumber]>([])
    private let inbox = Mutex<[Message]>([])
    private let bell: AsyncStream<Void>.Continuation
    let rings: AsyncStream<Void>

    enum Message: Sendable {
        case command(Command)
        case ticked
        /// How a call ended, and during which of the program's leads it was made.
        case ended(Event, lead: Int)
        case balanceAsked(Result<HTTPAnswer, TransportError>)
        case journalChanged
        case called(TaskID)
        /// Callbacks come in for this URL.
        case receiving(at: String)
        case cannotReceive(reason: String)
        case leadershipGained
        /// Taking the lead failed a moment ago.
        case leadAgain
        case pause(@Sendable () -> Void)
        case resume
        case stop

        var isJournalChanged: Bool {
            if case .journalChanged = self { true } else { false }
        }
    }

    public init(
        journal: Journal,
        catalog: Catalog,
        limits: AccountLimits = AccountLimits(),
        gate: SpendGate = SpendGate(),
        callback: CallbackSettings? = nil,
        endpoint: Endpoint,
        service: String? = nil,
        key: APIKey? = nil,
        transport: Transport?,
        downloader: Downloader,
        lock: LeaderLock,
        clock: SteadyClock = SteadyClock(),
        endsWhenOutdated: Bool = false,
        report: @escaping @Sendable (Report) -> Void,
    ) {
        self.journal = journal
        self.catalog = catalog
        self.limits = limits
        self.gate = gate
        self.callback = callback
        self.endpoint = endpoint
        self.service = service ?? endpoint.base
        self.key = key
        self.transport = transport
        self.downloader = downloader
        self.lock = lock
        self.clock = clock
        self.endsWhenOutdated = endsWhenOutdated
        self.report = report
        windows = WindowReader(journal: journal, report: report)
        (rings, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Writes intents down at once, before `run`; the run takes them up with the rest of the queue.
    public func submitNow(_ intents: [Intent]) throws(IntentError) -> [TrackedTask] {
        let tasks = try write(intents, isAlone: lock.tryToLead(), at: clock.now)
        submitted.withLock { $0 += tasks.map(\.id) }
        return tasks
    }

    /// Throws when the journal is in use for another service, which `run` would say as a trouble.
    public func claimJournal() throws(JournalError) {
        if try journal.setting("service") == service { return }
        let claim = ServiceClaim(service: service, mayTakeOver: lock.tryToLead())
        try journal.write { [path = journal.path] db in try claim.make(on: path, db) }
    }

    /// Every intent passes here, and the caps with it.
    ///
    /// - Parameter isAlone: Whether no other program leads.
    func write(
        _ intents: [Intent],
        isAlone: Bool,
        at now: Timestamp,
    ) throws(IntentError) -> [TrackedTask] {
        let claim = ServiceClaim(service: service, mayTakeOver: isAlone)
        return try journal.insert(
            intents,
            of: catalog,
            through: gate,
            for: claim,
            keyMark: try keyMark(),
            at: now,
        )
    }

    private func keyMark() throws(IntentError) -> String? {
        do throws(JournalError) {
            return try key.map { key throws(JournalError) in try journal.mark(of: key) }
        } catch {
            throw .journal(error)
        }
    }

    /// How many requests wait for another key than the one in use.
    public func countForOtherKey() throws(JournalError) -> Int {
        try journal.queuedForOtherKey().count
    }

    /// What `submitNow` wrote down.
    var intents: [TaskNumber] { submitted.withLock { $0 } }

    public func send(_ command: Command) { post(.command(command)) }

    /// Ends `run` as soon as no submit is waiting for its answer.
    public func stop() { post(.stop) }

    /// Gives the lead to another program, for as long as the terminal stops this one.
    ///
    /// `done` is called when it is given up, which waits for the answer to a submit under way.
    public func pause(_ done: @escaping @Sendable () -> Void) { post(.pause(done)) }

    public func resume() { post(.resume) }

    /// Works until the goal is reached or `stop` is called; says whether the key was refused.
    @discardableResult
    public func run(until stopCondition: StopCondition = .none) async -> RunEnd {
        let watch = journal.notifier?.listen { [weak self] in
            if let self, journal.hasForeignNews() { post(.journalChanged) }
        }
        let rounds = watch == nil ? pollAgainAndAgain() : nil
        defer {
            watch?.stop()
            rounds?.cancel()
            lock.release()
        }
        var loop = Coordinator(worker: self, stopCondition: stopCondition)
        while true {
            if let end = await loop.run() { return end }
            loop = loop.withNewClock()
        }
    }

    /// Has it poll the machine's clock, for somebody who is awake.
    public func noticeClock() { if clock.isOutdated { ring() } }

    func ring() { bell.yield() }

    func reportCorruptRows() {
        if let news = journal.corruptRows.news { report(.warning(news)) }
    }

    /// For want of a watch, as when the kernel has no more of them to give.
    private func pollAgainAndAgain() -> Task<Void, Never> {
        report(.warning("\(journal.path): what other programs write is seen every 2 s only"))
        return Task.detached { [weak self] in
            while (try? await Task.sleep(for: .seconds(2))) != nil { self?.post(.journalChanged) }
        }
    }

    func post(_ message: Message) {
        inbox.withLock { $0.append(message) }
        bell.yield()
    }

    func takeMessages() -> [Message] {
        inbox.withLock { messages in
            defer { messages = [] }
            return messages
        }
    }
}

/// Why a run ended.
public enum RunEnd: Sendable, Hashable {
    case conditionMet
    case stopped
    /// What is left waits for the user.
    case held(EngineStatus.Held)
    /// The service could not be reached for a while, and what is waited for is still queued.
    case unreachable
    /// A newer program has taken the journal over.
    case outdated
    /// The program that leads was stopped.
    case heldUp
}
