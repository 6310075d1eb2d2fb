import Apixo
import Tasks

/// The one thread of control around the engine: take messages, decide, write down, act, tell.
struct Coordinator {
    let worker: Worker
    let stopCondition: StopCondition
    let startedAt: Timestamp
    var engine: Engine
    var isLeader = false
    /// How often this program has taken the lead.
    var leads = 0
    /// The last time it did.
    var lead: Term?
    /// Whether the lead is over, whatever the lock says.
    var isDemoted = false
    /// Whether a newer program has taken the journal over.
    var isOutdated = false
    var leaderCheck = LeaderCheck()
    var rest = Rest.none
    /// Events whose decisions could not be written yet; they are decided on anew.
    var unsaved: [Event] = []
    /// The result files being fetched.
    var downloads: [FileID: Task<Void, Never>] = [:]
    var confirming = ConfirmWatch()
    /// What waits for another key than the one in use.
    var forOtherKey: Set<TaskNumber> = []
    /// Whether other terminals may have asked for something.
    var mayHaveCommands = false
    var news = JournalCursor()
    /// Whether the program that leads has reached the goal of this one.
    var isReachedElsewhere = false
    /// Why the program that leads will not reach it, until the user does something about it.
    var standstill: RunEnd?
    /// Whether another program was found to lead.
    private(set) var isFollowing = false
    var grant = GrantWatch()
    /// Whether what is waited for is still queued, as the journal says.
    var isQueuedElsewhere = false
    var balance = BalanceLine()
    var reception = Reception()
    /// Whether an earlier loop of this program listens for callbacks, or is about to.
    var isReceiving = false
    /// Whether this loop only ends what is under way, for the clock it goes by is wrong.
    var isClockOutdated = false
    var patienceWithDisk = PatienceWithDisk()
    private(set) var isStopping = false
    private var alarm = Alarm()
    private var toldStatus: EngineStatus?
    var toldSpending: Spending?
    private var retryAt: Timestamp?

    init(worker: Worker, stopCondition: StopCondition) {
        self.worker = worker
        self.stopCondition = stopCondition
        startedAt = worker.clock.now
        engine = Engine(
            catalog: worker.catalog,
            limits: worker.limits,
            seed: UInt64.random(in: 0...UInt64.max),
        )
    }

    var now: Timestamp { worker.clock.now }

    /// Returns nil where the clock was set: the next loop goes on.
    mutating func run() async -> RunEnd? {
        defer { alarm.cancel() }
        startWithBalance()
        worker.reportCorruptRows()
        if !isReceiving { startReception() }
        checkLeader()
        setAlarm()
        if let end { return end }
        for await _ in worker.rings {
            noticeClock()
            if mayFollowClock { return nil }
            take(worker.takeMessages())
            if let end { return end }
            if mayFollowClock { return nil }
        }
        return .stopped
    }

    var isSending: Bool { engine.tasks.values.contains { $0.state == .sending } }

    private var end: RunEnd? {
        if isSending { return patienceWithDisk.isOver ? .stopped : nil }
        if isStopping { return .stopped }
        if isOutdated && worker.endsWhenOutdated { return .outdated }
        if isDemoted && stopCondition != .none { return .stopped }
        if isHeldUp { return .heldUp }
        if isConditionMet { return .conditionMet }
        if isLineGivenUp { return .unreachable }
        return heldEnd.map(RunEnd.held) ?? (isPatienceOver ? standstill : nil)
    }

    /// Leads if nobody does, else follows until the leader is gone.
    mutating func start() {
        balance.startDue = nil
        let mayLead = worker.transport != nil && !isDemoted
        if mayLead, worker.lock.tryToLead() { return takeLead() }
        worker.report(.leadership(isLeader: false))
        isFollowing = true
        readJournal()
        if waitsForOthers { askBalance(isWanted: true) }
        if mayLead {
            worker.lock.lead { [worker] in worker.post(.leadershipGained) }
        }
    }

    private mutating func take(_ messages: [Worker.Message]) {
        if messages.contains(where: \.isJournalChanged) || isConfirmDue { news.arrived() }
        var events = news.isDue(at: now) ? readJournal() : []
        for message in messages {
            switch message {
            case .ticked:
                alarm.rang()
                events.append(.ticked)
            case .ended(let event, let lead): events += ended(event, lead)
            case .balanceAsked(let answer): events += balanceAsked(answer)
            case .command(let command): events += obey(command)
            case .journalChanged: break
            case .called(let id): events += called(id)
            case .receiving(let url): receiving(at: url)
            case .cannotReceive(let reason): cannotReceive(reason)
            case .leadershipGained: gainLead()
            case .leadAgain: leadAgain()
            case .pause(let done): pause(done)
            case .resume: resume()
            case .stop:
                isStopping = true
                engine.close()
            }
        }
        if events.contains(where: \.foundTheLine) { foundTheLine() }
        startIfDue()
        if isLeader { step(events) } else if isDemoted { passOn(events) }
        if isLeader, mayHaveCommands { carryOutCommands() }
        noteUnconfirmed()
        if let due = balanceDue, due <= now { askBalance(isWanted: true) }
        if let due = receptionDue, due <= now, !isStopping { startReception() }
        tellStatus()
        worker.reportCorruptRows()
        restIfMayBe()
        watchTheEnd()
        checkLeader()
        setAlarm()
    }

    /// The engine of this lead never asked for what an earlier one is told.
    private mutating func ended(_ event: Event, _ lead: Int) -> [Event] {
        if case .downloaded(let id, let outcome) = event {
            downloads[id] = nil
            // Broken off for a rest or a new clock, which says nothing about the file.
            if rest != .none || isClockOutdated, !outcome.isSaved { return [] }
        }
        return lead == leads ? [event] : []
    }

    private mutating func gainLead() {
        if isLeader { return }
        if isStopping || isDemoted || rest != .none { return worker.lock.release() }
        // The lock may have been given up since the message was posted.
        start()
    }

    private mutating func leadAgain() {
        if isLeader || isStopping || rest != .none { return }
        start()
    }

    /// Decides on a copy, writes the decision down, and only then acts on it.
    mutating func step(_ events: [Event]) {
        let events = unsaved + events
        let now = now
        if !unsaved.isEmpty, let retryAt, retryAt > now {
            unsaved = events.filter(\.isNews)
            return
        }
        var next = engine
        let decision = next.handle(events, at: now)
        guard save(decision, at: now) else {
            if isDemoted {
                unsaved = []
                return passOn(events)
            }
            unsaved = events.filter(\.isNews)
            retryAt = now + 2
            return
        }
        unsaved = []
        retryAt = nil
        engine = next
        act(on: decision)
    }

    private mutating func save(_ decision: Decision, at now: Timestamp) -> Bool {
        do throws(JournalError) {
            try worker.journal.save(decision, of: lead, at: now)
            return true
        } catch {
            worker.report(.warning(error.description))
            if error.endsTheLead { demote(error) }
            return false
        }
    }

    mutating func act(on decision: Decision) {
        for call in decision.calls { perform(call) }
        tell(decision)
        tellStatus()
        if decision.movesSpending { tellSpending() }
        if decision.changed.values.contains(where: \.movesBalance) { askBalance() }
    }

    func tell(_ decision: Decision) {
        let tasks = decision.touched.merging(decision.changed) { $1 }
        if !tasks.isEmpty { tell(tasks.values.sorted { $0.id < $1.id }) }
        if !decision.files.isEmpty { worker.report(.files(Array(decision.files.values))) }
    }

    func tell(_ tasks: [TrackedTask]) {
        let news = tasks.map {
            TaskUpdate(task: $0, expectedSeconds: engine.expectedSeconds(for: $0))
        }
        worker.report(.tasks(news))
    }

    private mutating func tellStatus() {
        var status = engine.status
        if status.outage == nil { status.outage = balance.outage }
        status.forOtherKey = forOtherKey
        guard status != toldStatus else { return }
        toldStatus = status
        worker.report(.status(status))
    }

    private mutating func setAlarm() {
        let leaderWake = isLeader ? retryAt ?? engine.nextWake : nil
        let wakes = [
            leaderWake, news.due, patienceEnd, patienceWithDisk.end, balanceDue, receptionDue,
            balance.startDue, lineGivenUpAt, leaderCheck.due, confirmDue,
        ]
        alarm.set(wakes.compactMap(\.self).min(), now: now) { [worker] in worker.post(.ticked) }
    }
}

extension Event {
    /// Whether the event would be lost if it were not decided on.
    fileprivate var isNews: Bool {
        switch self {
        case .ticked, .lineFound, .called, .balanceAsked, .balanceUnclear: false
        case .submitted, .sent, .polled, .downloaded, .pollWanted, .downloadWanted, .attached,
            .settled, .confirmed, .removed, .balanceRead, .balanceRefused, .sendingWanted:
            true
        }
    }
}

extension TrackedTask {
    /// Whether the account may have been charged or refunded.
    fileprivate var movesBalance: Bool {
        switch life {
        case .succeeded, .failed, .refused, .unknown: true
        case .running(let running): running.polls == 0
        case .queued, .sending: false
        }
    }
}
