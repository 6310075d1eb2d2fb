import Curses
import Dashboard
import Dispatch
import Tasks
import Terminal
import Worker

/// Draw, wait, take in what was typed. The one thread that touches the terminal.
struct ScreenLoop {
    /// News from the worker share a frame when they come closer together than this.
    private static let frameTime = Duration.milliseconds(16)

    let screen: CursesScreen
    let store: Store
    let clock: SteadyClock
    let wires: Wires
    let worker: Worker

    func run() {
        var drawn = ContinuousClock.now
        draw()
        while true {
            let due = timeLeft()
            screen.wait(upTo: due)
            var inputs = screen.readInput()
            while inputs.isEmpty, ContinuousClock.now - drawn < Self.frameTime {
                screen.wait(upTo: Self.frameTime - (ContinuousClock.now - drawn))
                inputs = screen.readInput()
            }
            worker.noticeClock()
            if let input = inputs.first {
                store.send(inputs.count == 1 ? .input(input) : .burst(inputs))
            }
            if inputs.isEmpty, timeLeft() == .zero { store.send(.ticked) }
            if obey(wires.take()) { return }
            draw()
            drawn = ContinuousClock.now
        }
    }

    private func draw() { screen.show(store.snapshot().render(at: clock.now)) }

    /// How long nothing visible will change by itself; nil for ever.
    private func timeLeft() -> Duration? {
        let now = clock.now
        return store.snapshot().nextDue(after: now).map { due in
            .milliseconds(max(0, due.milliseconds - now.milliseconds))
        }
    }

    /// A stopped program cannot look, so another one on the same folder may lead meanwhile.
    private func suspend() {
        let handedOver = DispatchSemaphore(value: 0)
        worker.pause { handedOver.signal() }
        _ = handedOver.wait(timeout: .now() + .milliseconds(200))
        screen.suspend()
        worker.resume()
    }

    /// Does what concerns the terminal; says whether to leave.
    private func obey(_ effects: [Effect]) -> Bool {
        for effect in effects {
            switch effect {
            case .copy(let text, let what):
                screen.copy(text)
                store.send(.copied(what))
            case .bell: screen.bell()
            case .suspend: suspend()
            case .quit: return true
            case .submit, .saveDraft, .useModel, .loadWindow, .loadDetail, .pollNow,
                .downloadAgain, .remove, .settle, .attach, .resumeSending, .confirm,
                .refreshBalance:
                continue
            }
        }
        return false
    }
}
