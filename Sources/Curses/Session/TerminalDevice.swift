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
    private(set) var traffic = Traffic()

    init() throws(ScreenError) {
        var modes = termios()
        guard isatty(input) == 1, isatty(output) == 1, tcgetattr(input, &modes) == 0 else {
            throw .noTerminal
        }
        self.modes = modes
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

    /// Writes everything, in one call unless the terminal takes less.
    func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty, !isGone {
            let count = rest.withUnsafeBytes { Glibc.write(output, $0.baseAddress, $0.count) }
            if count > 0 {
                traffic.add(bytes: count)
                rest = rest.dropFirst(count)
            } else if count < 0 {
                recover(from: errno)
            }
        }
    }

    func writeFrame(_ bytes: [UInt8]) {
        traffic.addFrame()
        write(bytes)
    }

    private func recover(from error: Int32) {
        switch error {
        case EINTR: break
        case EAGAIN: waitUntilWritable()
        default: isGone = true
        }
    }

    private func waitUntilWritable() {
        var file = pollfd(fd: output, events: Int16(POLLOUT), revents: 0)
        poll(&file, 1, -1)
        if file.revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 { isGone = true }
    }
}
