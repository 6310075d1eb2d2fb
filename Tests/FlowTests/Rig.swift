import Apixo
import Dashboard
import Foundation
import Simulator
import Synchronization
import Tasks
import Terminal
import Worker

@testable import apixo

/// The whole program but its terminal: store, worker and journal against a simulated service over HTTP.
final class Rig: Sendable {
    let simulator: Simulator
    let folder: String
    let store: Store
    let worker: Worker
    let clock: SteadyClock
    let wires: Wires
    private let run: Task<RunEnd, Never>

    /// - Parameter folder: An earlier rig's, to come back to what it left behind.
    static func start(
        simulator: Simulator? = nil,
        folder: String? = nil,
        size: Size = Size(columns: 120, rows: 40),
        faults: [String] = [],
        address: String? = nil,
    ) async throws -> Rig {
        var options = SimulatorOptions()
        options.timeScale = 0.01
        options.catalog = .quick
        for fault in faults { try options.faults.set(fault) }
        let started: Simulator =
            if let simulator { simulator } else { try await Simulator.start(options) }
        let place = folder ?? NSTemporaryDirectory() + "apixo-flow-\(UUID().uuidString)"
        return try Rig(started, address ?? started.baseURL, place, size)
    }

    private init(_ simulator: Simulator, _ address: String, _ folder: String, _ size: Size) throws {
        self.simulator = simulator
        self.folder = folder
        let clock = SteadyClock()
        self.clock = clock
        let endpoint = try Endpoint(address)
        let environment = AppEnvironment(
            catalog: .quick,
            theme: try Theme.builtIn(named: "midnight") ?? .plain,
            endpoint: endpoint,
            resultsFolder: "\(folder)/results",
        )
        let wires = Wires()
        self.wires = wires
        let store = Store(
            AppState(environment: environment, size: size, now: clock.now),
            clock: { clock.now },
            ring: {},
            perform: wires.perform,
        )
        self.store = store
        let key = try demoKey()
        let worker = Worker(
            journal: try Journal(folder: folder),
            catalog: .quick,
            endpoint: endpoint,
            service: "flow",
            transport: HTTPTransport(key: key).transport,
            downloader: Downloader(folder: "\(folder)/results", endpoint: endpoint),
            lock: try LeaderLock(folder: folder),
            clock: clock,
            report: { report in for action in report.actions { store.send(action) } },
        )
        self.worker = worker
        wires.connect(worker)
        store.send(.draftsLoaded(try worker.journal.drafts(), current: nil))
        for case .loadWindow(let query) in store.snapshot().startEffects {
            store.send(.windowLoaded(try worker.journal.window(query)))
        }
        run = Task.detached { await worker.run() }
    }

    func press(_ keys: Key...) {
        for key in keys { store.send(.input(.key(key))) }
    }

    func type(_ text: String) {
        for character in text { store.send(.input(.key(.character(character)))) }
    }

    var screen: String { store.snapshot().render(at: clock.now).text }

    /// Waits until the screen shows `text`; the screen itself is the failure's message.
    func see(_ text: String, within seconds: Double = 40) async throws {
        try await wait("the screen shows “\(text)”", within: seconds) { screen.contains(text) }
    }

    func wait(
        _ what: String,
        within seconds: Double = 40,
        until isReached: () -> Bool,
    ) async throws {
        let end = ContinuousClock.now + .seconds(seconds)
        while !isReached() {
            guard ContinuousClock.now < end else { throw TookTooLong(what: what, screen: screen) }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    func accepted() -> [LedgerEntry] { simulator.ledgerEntries().filter { $0.event == .accepted } }

    /// Quits as `q` does, and leaves the journal for the next rig.
    func quit() async {
        worker.stop()
        _ = await run.value
    }

    func end() async {
        // The simulator ends with the process: stopped while a connection comes in, NIO traps.
        await quit()
        try? FileManager.default.removeItem(atPath: folder)
    }
}

struct TookTooLong: Error, CustomStringConvertible {
    var what: String
    var screen: String
    var description: String { "it took too long until \(what):\n\(screen)" }
}

extension Catalog {
    /// The built-in models, polled without the real waits; the minute has room for that.
    static let quick = Catalog(
        models: Catalog.builtIn.models.map { model in
            var model = model
            model.polls = PollTiming(firstAfter: 0.05, every: 0.05, parkAfter: 60)
            model.limits = Limits(requestsPerMinute: 6000, tasksAtOnce: 10)
            return model
        }
    )
}

private func demoKey() throws -> APIKey {
    guard let key = APIKey("demo-key") else { throw TookTooLong(what: "a key", screen: "") }
    return key
}
