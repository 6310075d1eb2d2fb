import CNcurses
import Terminal

/// The terminal the program runs in, shown with ncurses.
///
/// Not `Sendable`: ncurses belongs to the one thread that made the screen.
public final class CursesScreen: Screen {
    public private(set) var size: Size
    private let surroundings: Surroundings
    private let session: TerminalSession
    private let listener: Listener
    private let keyboard: Keyboard
    private var painter: Painter
    private var parser = InputParser()
    private var pending: [Input] = []
    private var last: Canvas?
    private var isOpen = true
    private var hasReportedEnd = false

    public init(wake: WakePipe, options: ScreenOptions = ScreenOptions()) throws(ScreenError) {
        surroundings = Surroundings()
        session = try TerminalSession(options, in: surroundings)
        listener = Listener(device: session.device, signals: session.signals, wake: wake)
        keyboard = try Keyboard(escapeDelay: surroundings.escapeDelay)
        let colors = ColorPairs(wantsColor: surroundings.wantsColor(options.colors))
        painter = Painter(window: cn_window(), encoding: session.encoding, colors: colors)
        size = session.device.size
        enter()
    }

    public var notice: String? { session.notice }
    /// The locale, or the user, allows nothing more.
    public var isASCII: Bool { session.encoding == .ascii }

    public func show(_ canvas: Canvas) {
        guard isOpen else { return }
        last = canvas
        // A terminal that is behind gets the newest frame when it has caught up, and none between.
        if session.device.isBusy { return }
        painter.paint(canvas)
        session.sendFrame()
    }

    public func copy(_ text: String) {
        guard isOpen else { return }
        let clipboard = Clipboard(text: text, multiplexer: surroundings.multiplexer)
        session.device.write(clipboard.sequence)
    }

    public func bell() {
        guard isOpen, !session.device.isBusy else { return }
        session.device.write([7])
    }

    public func suspend() {
        guard isOpen else { return }
        if session.stop() { pending.append(.terminated) }
        resume()
    }

    public func close() {
        isOpen = false
        session.close()
    }

    public func wait(upTo limit: Duration?) {
        drain()
        guard isOpen, pending.isEmpty else { return }
        // Only while a paste is under way, which may have lost its end.
        let timeout = [parser.timeout, limit].compactMap(\.self).min()
        let hasKeys = listener.sleep(upTo: timeout)
        if hasKeys { listener.noteRead(of: drain()) }
    }

    public func readInput() -> [Input] {
        drain()
        defer { pending = [] }
        return pending
    }
}

extension CursesScreen {
    /// Takes in what signals and ncurses hold, since `poll` does not see it, and counts the keys.
    @discardableResult
    private func drain() -> Int {
        guard isOpen else { return 0 }
        session.signals.read().forEach(handle)
        if session.device.isGone { reportEnd() }
        let codes = session.device.isGone ? [] : keyboard.read()
        pending += parser.read(codes, at: .now)
        return codes.count
    }

    private func handle(_ signal: SignalPipe.Signal) {
        switch signal {
        case .resize: fitSize()
        case .resume: resume()
        case .stop: suspend()
        case .end: pending.append(.terminated)
        }
    }

    private func resume() {
        enter()
        if let last { show(last) }
        pending.append(.resumed)
    }

    private func enter() {
        session.enter()
        painter.forget()
        fitSize()
    }

    private func fitSize() {
        let current = session.device.size
        resizeterm(Int32(current.rows), Int32(current.columns))
        guard current != size else { return }
        size = current
        painter.forget()
        pending.append(.resized(current))
    }

    private func reportEnd() {
        guard !hasReportedEnd else { return }
        hasReportedEnd = true
        pending.append(.terminated)
    }
}
