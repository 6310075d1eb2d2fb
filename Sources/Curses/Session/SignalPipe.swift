import CNcurses
import Glibc

/// The signals a terminal program gets, in order, as something to poll.
///
/// One screen at a time: signal handlers know one place only.
struct SignalPipe {
    enum Signal { case resize, resume, stop, end }

    private let reading: Descriptor
    private let writing: Descriptor

    init() throws(ScreenError) {
        var ends: [Int32] = [-1, -1]
        guard pipe2(&ends, O_NONBLOCK | O_CLOEXEC) == 0 else {
            throw .refused(call: "pipe2", code: errno)
        }
        reading = try Descriptor(ends[0], from: "pipe2")
        writing = try Descriptor(ends[1], from: "pipe2")
        cn_catch(writing.raw)
    }

    var descriptor: Int32 { reading.raw }

    /// From here on a crash, too, gives the terminal back: `modes` are set and `farewell` is sent.
    func guardTerminal(_ terminal: Int32, modes: termios, farewell: [UInt8]) {
        farewell.withUnsafeBytes { bytes in
            let text = bytes.bindMemory(to: CChar.self).baseAddress
            cn_guard_terminal(terminal, modes, text, bytes.count)
        }
        cn_keep_errors()
    }

    /// Whether the terminal is ours at the moment, so that it must be given back.
    func setUp(_ isUp: Bool) { cn_set_up(isUp) }

    /// Ends what `init` and `guardTerminal` began; hang-ups are ignored from here on.
    func release() {
        cn_end_guard()
        cn_release()
    }

    /// Stops the program until the shell lets it go on.
    func stop() {
        cn_stop()
        // With several threads the stop may come a moment late; an orphan is never stopped.
        var file = pollfd(fd: reading.raw, events: Int16(POLLIN), revents: 0)
        poll(&file, 1, 50)
    }

    func read() -> [Signal] {
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = Glibc.read(reading.raw, &bytes, bytes.count)
        return bytes.prefix(max(0, count)).compactMap { signal(Int32($0)) }
    }

    private func signal(_ number: Int32) -> Signal? {
        switch number {
        case SIGWINCH: return .resize
        case SIGCONT: return .resume
        case SIGTSTP: return .stop
        default:
            cn_saw_ending()
            return .end
        }
    }
}
