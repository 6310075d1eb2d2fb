import Apixo
import Samples
import Synchronization
import Tasks
import Testing

@testable import Machine
@testable import TaskJournal
@testable import Worker

/// A model that asked to be left alone is, whoever leads.
struct PauseTests {
    private let folder: TestFolder
    private let journal: Journal
    private let model = ModelID(rawValue: "quick")

    init() throws {
        folder = try TestFolder()
        journal = try Journal(folder: folder.path)
    }

    private func pause(for seconds: Double, at now: Timestamp, on machine: BootTime) throws {
        var decision = Decision()
        decision.pauses[model] = now + seconds
        try journal.save(decision, at: now, on: machine)
    }

    private func pausedUntil(_ now: Timestamp, on machine: BootTime) throws -> Timestamp? {
        try Journal(folder: folder.path).pauses(at: now, on: machine)[model]
    }

    @Test(arguments: [-86_400.0, 0, 86_400])
    func aPauseSurvivesARestartWhateverTheClockIsSetTo(by seconds: Double) throws {
        try pause(for: 60, at: .start, on: BootTime(boot: "first", uptime: 1_000_000))
        let wall = Timestamp.start + seconds
        let soon = BootTime(boot: "first", uptime: 1_020_000)
        #expect(try pausedUntil(wall + 20, on: soon) == wall + 60)
        let late = BootTime(boot: "first", uptime: 1_060_000)
        #expect(try pausedUntil(wall + 60, on: late) == nil)
    }

    @Test func anotherBootGoesByTheWallClock() throws {
        try pause(for: 60, at: .start, on: BootTime(boot: "first", uptime: 1_000_000))
        let machine = BootTime(boot: "second", uptime: 5000)
        #expect(try pausedUntil(.start + 20, on: machine) == .start + 60)
        #expect(try pausedUntil(.start - 500, on: machine) == .start - 440)
    }

    @Test func theLastPauseCounts() throws {
        let machine = BootTime(boot: "first", uptime: 1_000_000)
        try pause(for: 60, at: .start, on: machine)
        try pause(for: 5, at: .start, on: machine)
        #expect(try pausedUntil(.start, on: machine) == .start + 5)
    }

    @Test func theNextToLeadWaitsAsLongAsTheServiceAsked() async throws {
        try await Service.with { service in
            let calls = Mutex(0)
            let transport: Transport = { call async throws(TransportError) in
                guard case .post = call.method else { throw .notSent("no balance here") }
                calls.withLock { $0 += 1 }
                return HTTPAnswer(status: 429, body: Array("{}".utf8), retryAfter: 600)
            }
            let first = try PollerHarness(
                service,
                in: folder,
                submitting: [.quick()],
                transport: transport,
            )
            try await eventually { calls.withLock { $0 } == 1 && first.wait?.isPause == true }
            await first.stop()
            let second = try PollerHarness(service, in: folder, transport: transport)
            try await eventually { second.wait != nil }
            guard case .paused(let until) = second.wait else {
                Issue.record("\(String(describing: second.wait))")
                return
            }
            #expect((500...600).contains(until.seconds(since: second.worker.clock.now)))
            await second.stop()
            #expect(calls.withLock { $0 } == 1)
        }
    }
}

extension PollerHarness {
    /// Why the first model with a queue does not send.
    fileprivate var wait: EngineStatus.Wait? {
        reports.lazy.compactMap { report in
            if case .status(let status) = report { status } else { nil }
        }
        .last?.queues.first { $0.queued > 0 }?.wait
    }
}

extension EngineStatus.Wait {
    fileprivate var isPause: Bool {
        if case .paused = self { true } else { false }
    }
}
