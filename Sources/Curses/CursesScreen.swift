import CNcurses
import Glibc
import Terminal

/// The terminal the program runs in, shown with ncurses.
///
/// Not `Sendable`: ncurses belongs to the one thread that made the screen.
public final class CursesScreen: Screen {
    public private(set) var size: Size
    /// What the user should know about the terminal, such as that its name is unknown here.
    public let notice: String?

    private let device: TerminalDevice
    private let frame: MemoryFile
    private let signals: SignalPipe
    private let wake: WakePipe
    private let surroundings: Surroundings
    private let modes: ScreenModes
    private let keyboard: Keyboard
    private var parser = InputParser()
    private var painter: Painter
    private var pending: [Input] = []
    private var last: Canvas?
    private var isOpen = true
    private var emptyReads = 0
    private var hasReportedEnd = false

    public init(wake: WakePipe, options: ScreenOptions = ScreenOptions()) throws(ScreenError) {
        self.wake = wake
        surroundings = Surroundings()
        device = try TerminalDevice()
        frame = try MemoryFile()
        let encoding = Encoding.establish(options.lines)
        // Before ncurses, which takes only the signals nobody has.
        signals = try SignalPipe()
        do throws(ScreenError) {
            let opening = TerminalOpening(frame: frame, surroundings: surroundings)
            notice = try opening.open(options.terminal)
            keyboard = try Keyboard(escapeDelay: surroundings.escapeDelay)
        } catch {
            signals.release()
            throw error
        }
        modes = ScreenModes()
        let palette = Palette(wantsColor: surroundings.wantsColor(options.colors))
        painter = Painter(window: cn_window(), encoding: encoding, palette: palette)
        size = device.size
        start()
    }

    deinit { close() }

    public var depth: ColorDepth { painter.palette.depth }
    public var traffic: Traffic { device.traffic }

    public func show(_ canvas: Canvas) {
        guard isOpen else { return }
        last = canvas
        painter.paint(canvas)
        let bytes = frame.take()
        guard !bytes.isEmpty else { return }
        device.writeFrame(modes.wrapped(bytes))
    }

    public func copy(_ text: String) {
        guard isOpen else { return }
        device.write(Clipboard(text: text, multiplexer: surroundings.multiplexer).sequence)
    }

    public func bell() {
        guard isOpen else { return }
        device.write([7])
    }

    /// Gives the terminal back for good.
    public func close() {
        guard isOpen else { return }
        isOpen = false
        leave()
        signals.release()
    }
}

// Coming and going.
extension CursesScreen {
    private func start() {
        signals.guardTerminal(device.input, modes: device.modes, farewell: modes.farewell)
        enter()
    }

    private func enter() {
        // As if we came back: else ncurses believes that its first greeting was sent.
        endwin()
        _ = frame.take()
        signals.setUp(true)
        device.makeRaw()
        device.write(modes.greeting)
        painter.forget()
        fitSize()
    }

    private func leave() {
        endwin()
        _ = frame.take()
        device.write(modes.farewell)
        device.makeUsual()
        signals.setUp(false)
    }

    private func resume() {
        enter()
        if let last { show(last) }
        pending.append(.resumed)
    }

    public func suspend() {
        guard isOpen else { return }
        leave()
        signals.stop()
        for signal in signals.read() where signal == .end { handle(signal) }
        resume()
    }

    private func handle(_ signal: SignalPipe.Signal) {
        switch signal {
        case .resize: fitSize()
        case .resume: resume()
        case .stop: suspend()
        case .end: pending.append(.terminated)
        }
    }

    private func fitSize() {
        let current = device.size
        resizeterm(Int32(current.rows), Int32(current.columns))
        guard current != size else { return }
        size = current
        painter.forget()
        pending.append(.resized(current))
    }
}

// Waiting and reading.
extension CursesScreen {
    public func wait(upTo limit: Duration?) {
        drain()
        guard isOpen, pending.isEmpty else { return }
        // Only while a paste is under way, which may have lost its end.
        let patience = parser.isPasting ? min(limit ?? Paste.patience, Paste.patience) : limit
        sleep(upTo: patience)
    }

    public func readInput() -> [Input] {
        drain()
        defer { pending = [] }
        return pending
    }

    private func sleep(upTo limit: Duration?) {
        var files = [device.isGone ? -1 : device.input, signals.descriptor, wake.descriptor]
            .map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        guard poll(&files, nfds_t(files.count), limit?.milliseconds ?? -1) > 0 else { return }
        if files[2].revents != 0 { wake.drain() }
        if files[0].revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 { device.hangUp() }
        if files[0].revents != 0, drain() == 0 { emptyReads += 1 } else { emptyReads = 0 }
        // Readable and nothing to read, again and again, is a terminal that is gone.
        if emptyReads > 8 { device.hangUp() }
    }

    /// Takes in what ncurses and the signals hold, since `poll` does not see it, and counts it.
    @discardableResult
    private func drain() -> Int {
        guard isOpen else { return 0 }
        signals.read().forEach(handle)
        if device.isGone { reportEnd() }
        let codes = device.isGone ? [] : keyboard.read()
        pending += parser.read(codes, at: .now)
        return codes.count
    }

    private func reportEnd() {
        guard !hasReportedEnd else { return }
        hasReportedEnd = true
        pending.append(.terminated)
    }
}

extension Duration {
    /// Rounded up, for a sleep must not end before its time; long ones end early.
    var milliseconds: Int32 {
        let (seconds, attoseconds) = components
        guard seconds < 1_000_000 else { return 1_000_000_000 }
        let fraction = (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        return Int32(max(0, seconds * 1000 + fraction))
    }
}
