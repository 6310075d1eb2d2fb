import Apixo
import Coordination
import Dispatch
import Machine
import Synchronization
import TaskJournal
import Tasks
import UserFiles

/// Drives a coordinator on the real outside: HTTP, journal, files, a lock and a clock.
///
/// Any thread may give it commands; one loop takes them, in order.
public final class BackgroundPoller: Sendable {
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
    /// Where files are written and long logs read, which may block.
    let disk = QueueExecutor("disk", isConcurrent: true)
    /// Where small notes are written, in order.
    let noteQueue = DispatchQueue(label: "notes")
    /// Whether a program that a newer one has replaced has nothing more to show.
    let endsWhenOutdated: Bool
    /// Called when nothing is under way any more, so that the terminal may stop the program.
    private let onSuspended = Mutex<(@Sendable () -> Void)?>(nil)

    private let submitted = Mutex<[TaskNumber]>([])
    private let inbox = Mutex<[Message]>([])
    private let bell: AsyncStream<Void>.Continuation
    let rings: AsyncStream<Void>

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
        let tasks = try journal.insert(
            intents,
            of: catalog,
            through: gate,
            for: ServiceClaim(service: service, mayTakeOver: lock.tryToLead()),
            key: key,
            at: clock.now,
        )
        submitted.withLock { $0 += tasks.map(\.id) }
        return tasks
    }

    /// Throws when the journal is in use for another service, which `run` would say as a warning.
    public func claimJournal() throws(JournalError) {
        if try journal.setting("service") == service { return }
        try journal.make(ServiceClaim(service: service, mayTakeOver: lock.tryToLead()))
    }

    /// How many requests wait for another key than the one in use.
    public func countForOtherKey() throws(JournalError) -> Int {
        try journal.queuedForOtherKey().count
    }

    /// How many requests wait for a yes.
    public func countUnconfirmed() throws(JournalError) -> Int {
        let now = clock.now
        return try journal.queued(after: TaskNumber(rawValue: 0))
            .count { gate.confirm.reason(toHold: $0, at: now) != nil }
    }

    /// Ends `run` as soon as no submit is waiting for its answer.
    public func stop() { post(.stop) }

    /// Lets another program lead, for as long as the terminal stops this one.
    ///
    /// `done` is called when it may, which waits for the answer to a submit under way.
    public func suspend(_ done: @escaping @Sendable () -> Void) {
        onSuspended.withLock { $0 = done }
        post(.suspend)
    }

    func suspended() { onSuspended.withLock { $0 }?() }

    public func resume() { post(.resume) }

    /// Works until the condition is met or `stop` is called; says why it ended.
    @discardableResult
    public func run(until condition: StopCondition = .none) async -> RunEnd {
        let watch = journal.watchPeers { [weak self] in self?.post(.journalChanged) }
        let rounds = watch == nil ? askAgainAndAgain() : nil
        defer {
            watch?.stop()
            rounds?.cancel()
            lock.release()
        }
        // The journal may keep a thread waiting for long; those of the program's tasks must not.
        let end = await withTaskExecutorPreference(QueueExecutor("coordinator")) {
            var loop = PollerLoop(self, until: condition)
            return await loop.run()
        }
        await withCheckedContinuation { written in noteQueue.async { written.resume() } }
        return end
    }

    /// Has it look at the machine's clock, for somebody who is awake.
    public func noticeClock() { if clock.isOutdated { ring() } }

    func ring() { bell.yield() }

    func reportCorruptRows() {
        if let news = journal.corruptRows.news { report(.warning(news)) }
    }

    var setup: Setup {
        Setup(
            catalog: catalog,
            limits: limits,
            gate: gate,
            service: service,
            key: key,
            canSend: transport != nil,
            receivesCallbacks: callback != nil,
            endsWhenOutdated: endsWhenOutdated,
            intents: submitted.withLock { $0 },
        )
    }

    private func askAgainAndAgain() -> Task<Void, Never> {
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
