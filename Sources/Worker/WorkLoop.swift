import Apixo
import Tasks

/// The one thread of control around the engine: take messages, decide, write down, act, tell.
struct WorkLoop {
    let worker: Worker
    let goal: Goal
    var engine: Engine
    var isLeader = false
    var isStopping = false
    /// Events whose decisions could not be written yet; they are decided on anew.
    var unsaved: [Event] = []
    private var timer: Task<Void, Never>?
    private var toldStatus: EngineStatus?
    private var retryAt: Moment?
    /// What a program that does not lead has told of live tasks.
    var toldLive: Set<TaskNumber> = []
    var balanceAskedAt: Moment?

    init(worker: Worker, goal: Goal) {
        self.worker = worker
        self.goal = goal
        engine = Engine(catalog: worker.catalog, seed: UInt64.random(in: 0...UInt64.max))
    }

    var now: Moment { worker.clock.now }

    mutating func run() async -> RunEnd {
        start()
        if let end { return end }
        for await _ in worker.rings {
            take(worker.takeMessages())
            if let end {
                timer?.cancel()
                return end
            }
        }
        return .stopped
    }

    private var end: RunEnd? {
        let isSending = engine.tasks.values.contains { $0.state == .sending }
        if isStopping { return isSending ? nil : .stopped }
        if isGoalReached && !isSending { return .goalReached }
        let status = engine.status
        return goal != .none && status.isKeyRefused && status.queued > 0 && !isSending
            ? .keyRefused : nil
    }

    private mutating func start() {
        worker.report(.leadership(isLeader: false))
        if worker.transport != nil, worker.lock.tryToLead() {
            lead()
        } else {
            follow()
            if worker.transport != nil, goal != .sent {
                worker.lock.lead { [worker] in worker.post(.leadershipGained) }
            }
        }
        askBalance()
    }

    private mutating func take(_ messages: [Worker.Message]) {
        var events: [Event] = []
        var isJournalChanged = false
        for message in messages {
            switch message {
            case .event(let event): events.append(event)
            case .command(let command): events += obey(command)
            case .journalChanged: isJournalChanged = true
            case .leadershipGained: lead()
            case .stop:
                isStopping = true
                engine.close()
            }
        }
        if isJournalChanged { events += readJournal() }
        if isLeader { step(events) }
    }

    /// Decides on a copy, writes the decision down, and only then acts on it.
    mutating func step(_ events: [Event]) {
        let events = unsaved + events
        let now = now
        if events.isEmpty, let retryAt, retryAt > now { return }
        var next = engine
        let decision = next.handle(events, at: now)
        guard save(decision, at: now) else {
            unsaved = events.filter(\.isNews)
            retryAt = now + 2
            wake(at: retryAt)
            return
        }
        unsaved = []
        retryAt = nil
        engine = next
        act(on: decision)
        wake(at: engine.nextWake)
    }

    func save(_ decision: Decision, at now: Moment) -> Bool {
        do throws(JournalFault) {
            try worker.journal.save(decision, at: now)
            return true
        } catch {
            worker.report(.trouble(error.description))
            return false
        }
    }

    mutating func act(on decision: Decision) {
        for call in decision.calls { perform(call) }
        let tasks = decision.touched.merging(decision.changed) { $1 }
        if !tasks.isEmpty { worker.report(.tasks(tasks.values.sorted { $0.id < $1.id }.map(news))) }
        if !decision.files.isEmpty { worker.report(.files(Array(decision.files.values))) }
        tellStatus()
        if decision.changed.values.contains(where: \.movesBalance) { askBalance() }
    }

    func news(_ task: TrackedTask) -> TaskNews {
        TaskNews(task: task, expectedSeconds: engine.expectedSeconds(for: task))
    }

    private mutating func tellStatus() {
        let status = engine.status
        guard status != toldStatus else { return }
        toldStatus = status
        worker.report(.status(status))
    }

    /// One timer at most, and none when only an event can change anything.
    mutating func wake(at moment: Moment?) {
        timer?.cancel()
        timer = nil
        guard let moment else { return }
        let wait = Duration.milliseconds(max(0, moment.milliseconds - now.milliseconds))
        timer = Task.detached { [worker] in
            do { try await Task.sleep(for: wait) } catch { return }
            worker.post(.event(.ticked))
        }
    }
}

extension Event {
    /// Whether the event would be lost if it were not decided on.
    fileprivate var isNews: Bool {
        if case .ticked = self { false } else { true }
    }
}

extension TrackedTask {
    /// Whether the account may have been charged or refunded.
    fileprivate var movesBalance: Bool {
        switch life {
        case .succeeded, .failed, .refused, .unknown: true
        case .running(let running): running.looks == 0
        case .queued, .sending: false
        }
    }
}
