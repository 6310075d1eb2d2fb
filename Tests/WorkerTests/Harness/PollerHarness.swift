import Apixo
import Coordination
import Samples
import Simulator
import Synchronization
import Tasks
import Testing
import UserFiles

@testable import Machine
@testable import TaskJournal
@testable import Worker

/// A program without a screen on a data folder of its own or another's, against a service.
final class PollerHarness: Sendable {
    let worker: BackgroundPoller
    private let log: ReportLog
    private let running: Task<RunEnd, Never>

    /// Starts to work at once.
    init(
        _ service: Service,
        in folder: TestFolder,
        key: String? = "demo-key",
        endpoint: String? = nil,
        named name: String? = nil,
        submitting requests: [GenerateRequest] = [],
        until stopCondition: StopCondition = .none,
        timeouts: Timeouts = Timeouts(),
        transport: Transport? = nil,
        callback: CallbackSettings? = nil,
        limits: AccountLimits = .none,
    ) throws {
        let log = ReportLog()
        self.log = log
        let http = key.flatMap(APIKey.init).map { HTTPTransport(key: $0, timeouts: timeouts) }
        let place = try Endpoint(endpoint ?? service.simulator.baseURL)
        let worker = BackgroundPoller(
            journal: try Journal(folder: folder.path),
            catalog: service.catalog,
            limits: limits,
            callback: callback,
            endpoint: place,
            service: name,
            transport: transport ?? http?.transport,
            downloader: Downloader(folder: "\(folder.path)/results", endpoint: place),
            lock: try LeaderLock(folder: folder.path),
            report: { report in log.reports.withLock { $0.append(report) } },
        )
        let intents = requests.map { Intent($0, isAgain: true) }
        if !intents.isEmpty { _ = try worker.submitNow(intents) }
        self.worker = worker
        running = Task.detached { await worker.run(until: stopCondition) }
        service.keep(self)
    }

    var reports: [Report] { log.reports.withLock { $0 } }
    var journal: Journal { worker.journal }

    /// What the user was told went wrong.
    var troubles: [String] {
        reports.compactMap { report in
            if case .warning(let text) = report { text } else { nil }
        }
    }

    /// Why requests could not be written down.
    var refusals: [String] {
        reports.compactMap { report in
            if case .submitFailed(let text) = report { text } else { nil }
        }
    }

    var isLeader: Bool { leadership == true }
    var isFollower: Bool { leadership == false }

    /// Nil until it has said so.
    private var leadership: Bool? {
        reports.reduce(nil) { last, report in
            if case .leadership(let isLeader) = report { isLeader } else { last }
        }
    }

    func tasks() throws -> [TrackedTask] {
        var tasks: [TrackedTask] = []
        try journal.forEachTask(in: nil) { tasks.append($0.task) }
        return tasks
    }

    func task() throws -> TaskDetail {
        try #require(try tasks().first.flatMap { try journal.detail($0.id) })
    }

    /// The end of a run that has a goal.
    func end() async -> RunEnd { await running.value }

    @discardableResult
    func stop() async -> RunEnd {
        worker.stop()
        return await running.value
    }

    private final class ReportLog: Sendable {
        let reports = Mutex<[Report]>([])
    }
}

/// Asks again and again, at most for `seconds`, until the condition holds.
func eventually(
    within seconds: Double = 40,
    _ condition: () async throws -> Bool,
    sourceLocation: SourceLocation = #_sourceLocation,
) async throws {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while try await !condition() {
        guard ContinuousClock.now < deadline else {
            Issue.record("it did not happen within \(seconds) s", sourceLocation: sourceLocation)
            return
        }
        try await Task.sleep(for: .milliseconds(10))
    }
}
