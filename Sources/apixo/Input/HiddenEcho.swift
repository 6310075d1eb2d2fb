import Dispatch
import Glibc

/// A terminal that does not show what is typed, until `end` or a signal that ends or stops the
/// program: the shell must not be left blind.
final class HiddenEcho {
    private static let endings = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]

    private let seat: Seat
    private var sources: [any DispatchSourceSignal] = []

    /// Nil when the standard input is no terminal.
    init?(prompt: String) {
        guard let seat = Seat(prompt: prompt) else { return nil }
        self.seat = seat
        // In place before anything is hidden.
        for number in Self.endings { on(number) { Self.end(by: number, seat) } }
        on(SIGTSTP) { Self.stop(seat) }
        seat.hide()
    }

    func end() {
        seat.show()
        for source in sources { source.cancel() }
        for number in Self.endings + [SIGTSTP] { signal(number, SIG_DFL) }
    }

    private func on(_ number: Int32, _ body: @escaping @Sendable () -> Void) {
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler(handler: body)
        source.resume()
        sources.append(source)
    }

    private static func end(by number: Int32, _ seat: Seat) {
        seat.show()
        _exit(128 + number)
    }

    /// As Ctrl-Z does it, and back: the prompt is shown once more.
    private static func stop(_ seat: Seat) {
        seat.show()
        // To this very thread: it does not run on before the stop, as it may after a kill of the process.
        raise(SIGSTOP)
        seat.hide()
    }

    private struct Seat: Sendable {
        private let shown: termios
        private let prompt: String

        init?(prompt: String) {
            var modes = termios()
            guard isatty(STDIN_FILENO) == 1, tcgetattr(STDIN_FILENO, &modes) == 0 else {
                return nil
            }
            shown = modes
            self.prompt = prompt
        }

        func hide() {
            var hidden = shown
            hidden.c_lflag &= ~tcflag_t(ECHO)
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
            write(Array(prompt.utf8), to: STDERR_FILENO)
        }

        func show() {
            var modes = shown
            // Half a key is not for the shell; and nothing here waits for a terminal in Ctrl-S.
            tcflush(STDIN_FILENO, TCIFLUSH)
            tcsetattr(STDIN_FILENO, TCSANOW, &modes)
            write([UInt8(ascii: "\n")], to: STDERR_FILENO)
        }
    }
}
