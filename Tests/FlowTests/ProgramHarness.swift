import Apixo
import Coordination
import Dashboard
import Foundation
import Simulator
import Synchronization
import Tasks
import Terminal
import Testing

@testable import App

/// The whole program but its terminal: run loop, store, worker and journal on a scripted screen,
/// against a simulated service over HTTP.
final class ProgramHarness: Sendable {
    let simulator: SimulatorServer
    let folder: String
    private let terminal: ScriptedScreen
    private let ended = DispatchSemaphore(value: 0)

    /// - Parameter folder: An earlier program's, to come back to what it left behind.
    static func start(
        simulator: SimulatorServer? = nil,
        folder: String? = nil,
        size: Size = Size(columns: 120, rows: 40),
        faults: [String] = [],
        address: String? = nil,
    ) async throws -> ProgramHarness {
        var options = SimulatorOptions()
        options.timeScale = 0.01
        options.catalog = .quick
        for fault in faults { try options.faults.set(fault) }
        let started: SimulatorServer =
            if let simulator { simulator } else { try await SimulatorServer.start(options) }
        let place = folder ?? NSTemporaryDirectory() + "apixo-flow-\(UUID().uuidString)"
        let program = try ProgramHarness(started, address ?? started.baseURL, place, size)
        try await program.wait("the first frame is shown") { program.terminal.now.frames > 0 }
        return program
    }

    private init(_ simulator: SimulatorServer, _ address: String, _ folder: String, _ size: Size)
        throws
    {
        self.simulator = simulator
        self.folder = folder
        let terminal = ScriptedScreen(size: size)
        self.terminal = terminal
        var settings = try Settings(
            dataFolder: folder,
            environment: ["HOME": folder, "APIXO_BASE_URL": address],
            keyText: "demo-key",
        )
        settings.catalog = .quick
        settings.service = "flow"
        let journal = try settings.journal { _ in }
        let theme = try settings.theme(named: nil)
        Thread.detachNewThread { [settings, ended] in
            do throws(StartupError) {
                let session = try DashboardSession(
                    settings,
                    theme: theme,
                    journal: journal,
                    screen: terminal,
                    ring: terminal.ring,
                    tell: { _ in },
                )
                _ = session.run()
            } catch {
                Issue.record(error)
            }
            ended.signal()
        }
    }

    func press(_ keys: Key...) {
        for key in keys { terminal.press(.key(key)) }
    }

    func paste(_ text: String) { terminal.press(.paste(text)) }

    /// As a person types: a key a time.
    func type(_ text: String) {
        for character in text { terminal.press(.key(.character(character))) }
    }

    var screen: String { terminal.text }
    var copies: [String] { terminal.now.copies }

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

    /// Quits as `q` does, and leaves the journal for the next program.
    func quit() async {
        terminal.press(.key(.control("c")))
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [ended] in
                ended.wait()
                ended.signal()
                continuation.resume()
            }
        }
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
