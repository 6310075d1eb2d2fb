import Dashboard
import Dispatch
import Tasks
import Terminal
import Worker

/// Draw, wait, take in what was typed. The one thread that touches the screen.
struct ScreenLoop {
    /// News from the worker share a frame when they come closer together than this.
    private static let frameTime = Duration.milliseconds(16)

    let screen: any Screen
    let store: Store
    let clock: @Sendable () -> Timestamp
    let router: EffectRouter
    let worker: BackgroundPoller

    /// What is on the screen.
    private struct Frame {
        let shownAt = ContinuousClock.now
        /// When it is no longer true; nil while nothing but news can change it.
        let due: Timestamp?
    }

    func run() {
        repeat {
            let frame = draw()
            let inputs = wait(after: frame)
            worker.noticeClock()
            if let input = inputs.first {
                store.send(inputs.count == 1 ? .input(input) : .burst(inputs), rings: false)
            } else if let due = frame.due, clock() >= due {
                store.send(.ticked, rings: false)
            }
        } while !perform(router.takeForScreen())
    }

    /// By the frame's own time, for what falls due while it is drawn must not be missed.
    private func draw() -> Frame {
        let state = store.snapshot()
        let now = clock()
        screen.show(state.render(at: now))
        return Frame(due: state.nextDue(after: now))
    }

    private func wait(after frame: Frame) -> [Input] {
        screen.wait(upTo: timeLeft(of: frame))
        var inputs = screen.readInput()
        while inputs.isEmpty, ContinuousClock.now - frame.shownAt < Self.frameTime {
            screen.wait(upTo: Self.frameTime - (ContinuousClock.now - frame.shownAt))
            inputs = screen.readInput()
        }
        return inputs
    }

    private func timeLeft(of frame: Frame) -> Duration? {
        frame.due.map { .milliseconds(max(0, $0.milliseconds - clock().milliseconds)) }
    }

    /// A stopped program cannot poll, so another one on the same folder may lead meanwhile.
    private func suspend() {
        let handedOver = DispatchSemaphore(value: 0)
        worker.suspend { handedOver.signal() }
        _ = handedOver.wait(timeout: .now() + .milliseconds(200))
        screen.suspend()
        worker.resume()
    }

    /// Does what concerns the screen; says whether to leave.
    private func perform(_ effects: [Effect]) -> Bool {
        for effect in effects {
            switch effect {
            case .copy(let text, let what):
                screen.copy(text)
                store.send(.copied(what), rings: false)
            case .bell: screen.bell()
            case .suspend: suspend()
            case .quit: return true
            case .submit, .saveDraft, .useModel, .loadWindow, .loadDetail, .command,
                .refreshBalance:
                continue
            }
        }
        return false
    }
}
