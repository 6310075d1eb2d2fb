import CNcurses
import Glibc
import Terminal

/// The terminal as a file: its modes, its size, its bytes.
final class TerminalDevice {
    let input: Int32 = STDIN_FILENO
    let output: Int32 = STDOUT_FILENO
    let modes: termios
    /// The other side hung up: nothing can be read or written any more.
    private(set) var isGone = false
    /// Where the bytes go, without waiting.
    let way: Int32
    private var backlog: ArraySlice<UInt8> = []

    /// Several frames and a text for the clipboard.
    private static let room = 4 << 20
    private static let timeout = Duration.milliseconds(500)

    init() throws(ScreenError) {
        var modes = termios()
        guard isatty(input) == 1, isatty(output) == 1, tcgetattr(input, &modes) == 0 else {
            throw .noTerminal
        }
        self.modes = modes
        way = Self.ownWay(to: output) ?? output
    }

    deinit { if way != output { close(way) } }

    /// The terminal opened once more: whether writes wait is a matter of each opening, and those of
    /// the shell, which gave us ours, must wait. Without one we wait as all programs do.
    private static func ownWay(to terminal: Int32) -> Int32? {
        let flags = O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
        var name = [CChar](repeating: 0, count: 256)
        var way: Int32 = -1
        if ttyname_r(terminal, &name, name.count) == 0 { way = open(name, flags) }
        // It may belong to another user, as with su.
        if way < 0, tcgetpgrp(terminal) >= 0 { way = open("/dev/tty", flags) }
        return way < 0 ? nil : way
    }

    func makeRaw() {
        var raw = modes
        cfmakeraw(&raw)
        tcsetattr(input, TCSANOW, &raw)
    }

    func makeUsual() {
        var usual = modes
        tcsetattr(input, TCSANOW, &usual)
    }

    /// Bounded, because what a terminal claims to be is allocated.
    var size: Size {
        var size = winsize()
        guard cn_size(output, &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return Size(columns: 80, rows: 24)
        }
        return Size(columns: min(Int(size.ws_col), 2000), rows: min(Int(size.ws_row), 1000))
    }

    func hangUp() { isGone = true }

    /// Whether the terminal has not taken yet what was written.
    var isBusy: Bool { !backlog.isEmpty && !isGone }

    /// Writes what the terminal takes at once, in one call as a rule; the rest goes with `flush`.
    func write(_ bytes: [UInt8]) {
        guard !isGone, backlog.count + bytes.count <= Self.room else { return }
        backlog += bytes
        flush()
    }

    func flush() {
        while isBusy {
            let count = backlog.withUnsafeBytes { Glibc.write(way, $0.baseAddress, $0.count) }
            if count > 0 {
                backlog = backlog.dropFirst(count)
            } else if errno == EAGAIN {
                return
            } else if errno != EINTR {
                isGone = true
            }
        }
    }

    /// The last words, for which a terminal that reads no more is not waited for long.
    func end(with farewell: [UInt8]) {
        waitForTaking(within: Self.timeout)
        if isBusy {
            // So that it can take in how to leave the screen, should it read again one day.
            tcflush(output, TCOFLUSH)
            backlog = []
        }
        write(farewell)
        waitForTaking(within: Self.timeout)
        backlog = []
    }

    private func waitForTaking(within limit: Duration) {
        let deadline = ContinuousClock.now + limit
        while isBusy, ContinuousClock.now < deadline {
            var file = pollfd(fd: way, events: Int16(POLLOUT), revents: 0)
            poll(&file, 1, (deadline - .now).milliseconds)
            if file.revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 { isGone = true }
            flush()
        }
    }
}
