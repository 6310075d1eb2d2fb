import Apixo
import Coordination
import Tasks

/// Hands messages to the coordinator and does what it wants done.
struct PollerLoop {
    private let worker: BackgroundPoller
    private var coordinator: Coordinator
    private var downloads: [FileID: Task<Void, Never>] = [:]
    private var alarm = Alarm()

    init(_ worker: BackgroundPoller, until condition: StopCondition) {
        self.worker = worker
        coordinator = Coordinator(
            setup: worker.setup,
            store: worker.journal,
            election: worker.lock,
            until: condition,
            seed: UInt64.random(in: 0...UInt64.max),
            at: worker.clock.now,
        )
    }

    mutating func run() async -> RunEnd {
        defer { alarm.cancel() }
        perform(coordinator.begin())
        worker.reportCorruptRows()
        setAlarm()
        if let end = coordinator.end { return end }
        for await _ in worker.rings {
            noticeClock()
            handle(worker.takeMessages())
            if let end = coordinator.end { return end }
            followClock()
            setAlarm()
        }
        return .stopped
    }

    private mutating func handle(_ messages: [Message]) {
        for message in messages {
            switch message {
            case .ticked: alarm.rang()
            case .ended(.downloaded(let id, _), _): downloads[id] = nil
            default: break
            }
        }
        let now = worker.clock.now
        let instructions = coordinator.handle(messages, at: now)
        coordinator.noteDuration(worker.clock.now.seconds(since: now))
        perform(instructions)
        worker.reportCorruptRows()
    }

    private mutating func noticeClock() {
        if worker.clock.isOutdated { perform(coordinator.noticeClock()) }
        followClock()
    }

    /// Goes on by the machine's clock as it was set, once nothing is under way by the old one.
    private mutating func followClock() {
        guard coordinator.mayFollowClock else { return }
        let lag = worker.clock.lag
        worker.clock.follow()
        let (next, instructions) = coordinator.withNewClock(at: worker.clock.now, lag: lag)
        coordinator = next
        perform(instructions)
        worker.ring()
    }

    private mutating func setAlarm() {
        alarm.set(coordinator.nextWake, now: worker.clock.now) { [worker] in worker.post(.ticked) }
    }

    private mutating func perform(_ instructions: [Instruction]) {
        for instruction in instructions { perform(instruction) }
    }

    private mutating func perform(_ instruction: Instruction) {
        switch instruction {
        case .perform(let call, let term): perform(call, term)
        case .awaitLeadership: worker.lock.lead { [worker] in worker.post(.leadershipWon) }
        case .cancelDownloads: for download in downloads.values { download.cancel() }
        case .askBalance:
            Task.detached { [worker] in worker.post(.balanceAnswered(await worker.askBalance())) }
        case .receiveCallbacks: worker.receiveCallbacks()
        case .remind(let message, 0): worker.post(message)
        case .remind(let message, let seconds):
            Task.detached { [worker] in
                try? await Task.sleep(for: .seconds(seconds))
                worker.post(message)
            }
        case .suspended: worker.suspended()
        case .report(let report): worker.report(report)
        }
    }

    /// Makes a call in the background; its end comes back as a message.
    private mutating func perform(_ call: Call, _ term: Int) {
        guard case .download(let file) = call else {
            Task.detached { [worker] in
                worker.post(.ended(await worker.perform(call), term: term))
            }
            return
        }
        downloads[file.id] = Task.detached(executorPreference: worker.disk) { [worker] in
            worker.post(.ended(await worker.perform(call), term: term))
        }
    }
}
