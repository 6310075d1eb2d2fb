import Dispatch
import Synchronization
import Terminal

/// A screen without a terminal. The loop's thread uses it as a `Screen`; a test presses its keys,
/// from any thread, and reads what was shown.
final class ScriptedScreen: Screen, Sendable {
    struct State {
        var size: Size
        var inputs: [Input] = []
        var shown: Canvas?
        var frames = 0
        var rings = 0
        var isRung = false
        /// Since the last frame, with its limit.
        var isWaiting = false
        var limit: Duration?
        var copies: [String] = []
        var bells = 0
        var suspensions = 0
        var isClosed = false
    }

    private let state: Mutex<State>
    private let woken = DispatchSemaphore(value: 0)
    /// Called on the loop's thread with each frame that is shown.
    private let onShow: @Sendable (Canvas) -> Void

    init(
        size: Size = Size(columns: 120, rows: 40),
        onShow: @escaping @Sendable (Canvas) -> Void = { _ in },
    ) {
        state = Mutex(State(size: size))
        self.onShow = onShow
    }

    // MARK: - For the loop

    var size: Size { state.withLock(\.size) }
    var isASCII: Bool { false }
    var notice: String? { nil }

    func show(_ canvas: Canvas) {
        state.withLock { state in
            state.shown = canvas
            state.frames += 1
        }
        onShow(canvas)
    }

    func wait(upTo limit: Duration?) {
        state.withLock { state in (state.isWaiting, state.limit) = (true, limit) }
        let nanoseconds = limit.map { Int($0 / .nanoseconds(1)) }
        let end = nanoseconds.map { DispatchTime.now() + .nanoseconds($0) } ?? .distantFuture
        while state.withLock({ $0.inputs.isEmpty && !$0.isRung }) {
            guard woken.wait(timeout: end) == .success else { break }
        }
        state.withLock { state in (state.isWaiting, state.isRung) = (false, false) }
    }

    func readInput() -> [Input] {
        state.withLock { state in
            defer { state.inputs = [] }
            return state.inputs
        }
    }

    func copy(_ text: String) { state.withLock { $0.copies.append(text) } }
    func bell() { state.withLock { $0.bells += 1 } }
    func suspend() {
        state.withLock { state in
            state.suspensions += 1
            state.inputs.append(.resumed)
        }
    }
    func close() { state.withLock { $0.isClosed = true } }

    // MARK: - For the test

    var now: State { state.withLock { $0 } }
    var text: String { now.shown?.text ?? "" }

    /// The doorbell, which any thread may ring.
    func ring() {
        state.withLock { state in
            state.rings += 1
            state.isRung = true
        }
        woken.signal()
    }

    /// What arrives together is read together.
    func press(_ inputs: Input...) {
        state.withLock { state in
            for case .resized(let size) in inputs { state.size = size }
            state.inputs += inputs
        }
        woken.signal()
    }

    func press(_ character: Character) { press(.key(.character(character))) }
}
