import Coordination
import Dashboard
import Synchronization
import Worker

/// Routes effects to those who perform them, the worker or the thread of the screen, and the
/// worker's reports to the store.
final class EffectRouter: Sendable {
    private struct State {
        var worker: BackgroundPoller?
        var forScreen: [Effect] = []
        var display = Display.open
    }

    private enum Display {
        case open
        /// Nothing more is drawn; what the user must still hear waits for standard error.
        case closing(warnings: [String])
        case closed
    }

    private let state = Mutex(State())
    private let ring: @Sendable () -> Void
    private let tell: @Sendable (String) -> Void

    /// - Parameters:
    ///   - ring: Wakes the thread of the screen.
    ///   - tell: Where warnings go when there is no screen any more.
    init(ring: @escaping @Sendable () -> Void, tell: @escaping @Sendable (String) -> Void) {
        self.ring = ring
        self.tell = tell
    }

    func connect(_ worker: BackgroundPoller) { state.withLock { $0.worker = worker } }

    /// The last frame was drawn.
    func leaveScreen() { state.withLock { $0.display = .closing(warnings: []) } }

    /// The terminal belongs to the shell again.
    func closeScreen() {
        let warnings: [String] = state.withLock { state in
            defer { state.display = .closed }
            guard case .closing(let warnings) = state.display else { return [] }
            return warnings
        }
        for warning in warnings { tell(warning) }
    }

    /// Brings the news to where the user looks.
    func report(_ report: Report, to store: Store) {
        if case .warning(let text) = report { warn(text) }
        for action in report.actions { store.send(action) }
    }

    private func warn(_ text: String) {
        let isClosed = state.withLock { state in
            switch state.display {
            case .open: return false
            case .closing(let warnings):
                state.display = .closing(warnings: warnings + [text])
                return false
            case .closed: return true
            }
        }
        if isClosed { tell(text) }
    }

    /// What the thread of the screen is to do.
    func takeForScreen() -> [Effect] {
        state.withLock { state in
            defer { state.forScreen = [] }
            return state.forScreen
        }
    }

    func perform(_ effect: Effect) {
        if let request = effect.request {
            state.withLock(\.worker)?.send(request)
        } else {
            state.withLock { $0.forScreen.append(effect) }
            // Any thread may perform, and the screen's may have looked already.
            ring()
        }
    }
}

extension Effect {
    /// What the worker is asked for; nil for what the screen does.
    fileprivate var request: UserRequest? {
        switch self {
        case .submit(let request, let isAgain): .submit([request], isAgain: isAgain)
        case .saveDraft(let draft): .saveDraft(draft)
        case .useModel(let model): .useModel(model)
        case .loadWindow(let query): .loadWindow(query)
        case .loadDetail(let number): .loadDetail(number)
        case .command(let command): .userCommand(command)
        case .refreshBalance: .refreshBalance
        case .copy, .bell, .suspend, .quit: nil
        }
    }
}
