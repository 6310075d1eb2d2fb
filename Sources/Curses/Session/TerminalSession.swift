import CNcurses
import Terminal

/// The time between taking the terminal and giving it back.
final class TerminalSession {
    let notice: String?
    let encoding: Encoding
    let device: TerminalDevice
    let signals: SignalPipe
    private let frame: MemoryFile
    private let modes: ScreenModes
    private var isOpen = true

    init(_ options: ScreenOptions, in surroundings: Surroundings) throws(ScreenError) {
        device = try TerminalDevice()
        frame = try MemoryFile()
        encoding = Encoding.establish(options.lines)
        // Before ncurses, which takes only the signals nobody has.
        signals = try SignalPipe()
        do throws(ScreenError) {
            let opening = TerminalOpening(frame: frame, surroundings: surroundings)
            notice = try opening.open(options.terminal)
        } catch {
            signals.release()
            throw error
        }
        modes = ScreenModes()
        signals.guardTerminal(device.input, modes: device.modes, farewell: modes.farewell)
    }

    deinit { close() }

    func enter() {
        // As if we came back: else ncurses believes that its first greeting was sent.
        discard { endwin() }
        signals.setUp(true)
        device.makeRaw()
        device.write(modes.greeting)
    }

    func leave() {
        discard { endwin() }
        device.end(with: modes.farewell)
        device.makeUsual()
        signals.setUp(false)
    }

    /// Stops the program; says whether it was asked to end meanwhile.
    func stop() -> Bool {
        leave()
        signals.stop()
        return signals.read().contains(.end)
    }

    /// Sends what ncurses drew, in one write, or nothing.
    func sendFrame() {
        let bytes = frame.take()
        if !bytes.isEmpty { device.write(modes.wrapped(ColorRepetitions.removed(from: bytes))) }
    }

    /// ncurses believes it said this to the terminal; we say it in our own words.
    private func discard(_ call: () -> Int32) {
        _ = call()
        _ = frame.take()
    }

    func close() {
        guard isOpen else { return }
        isOpen = false
        leave()
        signals.release()
    }
}
