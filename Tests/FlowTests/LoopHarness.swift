import Apixo
import Dashboard
import Dispatch
import Foundation
import Machine
import Synchronization
import Tasks
import Terminal

@testable import App

/// The real run loop on a thread of its own and a scripted screen. No worker runs behind it.
final class LoopHarness: Sendable {
    static let start = Timestamp(milliseconds: 1_763_647_391_000)

    let screen: ScriptedScreen
    let store: Store
    private let folder: String
    private let ended: DispatchSemaphore

    /// - Parameters:
    ///   - clock: The loop's and the store's.
    ///   - beforePerforming: Called on whichever thread performs an effect.
    init(
        _ screen: ScriptedScreen = ScriptedScreen(),
        clock: @escaping @Sendable () -> Timestamp = { SteadyClock().now },
        beforePerforming: @escaping @Sendable (Effect) -> Void = { _ in },
    ) throws {
        self.screen = screen
        folder = NSTemporaryDirectory() + "apixo-loop-\(UUID().uuidString)"
        let settings = try Settings(dataFolder: folder, environment: ["HOME": folder])
        let worker = try settings.worker(
            journal: try settings.journal { _ in },
            key: nil,
            transport: nil,
            report: { _ in },
        )
        let router = EffectRouter(ring: screen.ring, tell: { _ in })
        router.connect(worker)
        let environment = AppEnvironment(
            catalog: settings.catalog,
            theme: .plain,
            endpoint: settings.endpoint,
        )
        let store = Store(
            AppState(environment: environment, size: screen.size, now: clock()),
            clock: clock,
            ring: screen.ring,
            perform: { effect in
                beforePerforming(effect)
                router.perform(effect)
            },
        )
        self.store = store
        ended = DispatchSemaphore(value: 0)
        Thread.detachNewThread { [ended] in
            ScreenLoop(screen: screen, store: store, clock: clock, router: router, worker: worker)
                .run()
            ended.signal()
        }
    }

    deinit {
        screen.press(.terminated)
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Whether the loop ends by itself.
    func ends() -> Bool { ended.wait(timeout: .now() + 10) == .success }

    /// Whether it comes to that; nothing wakes the loop for it.
    func comes(_ isReached: (ScriptedScreen.State) -> Bool) -> Bool {
        let end = ContinuousClock.now + .seconds(10)
        while !isReached(screen.now) {
            guard ContinuousClock.now < end else { return false }
            usleep(1000)
        }
        return true
    }

    /// Until the loop has nothing to do and nothing that is due.
    func rests() -> Bool { comes { $0.isWaiting && $0.limit == nil && !$0.isRung } }
}

/// Holds a thread up until it is let go.
final class Gate: Sendable {
    private let reached = DispatchSemaphore(value: 0)
    private let opened = DispatchSemaphore(value: 0)

    func pass() {
        reached.signal()
        _ = opened.wait(timeout: .now() + 20)
    }

    /// Waits until somebody stands at the gate.
    func isReached() -> Bool { reached.wait(timeout: .now() + 10) == .success }

    func open() { opened.signal() }
}
