import Dispatch
import Glibc
import Synchronization

/// Lines on their way to a reader who may be slow, asleep or gone.
///
/// Who prints never waits: a queue of its own writes, and what does not fit in is dropped and
/// counted, for a terminal in Ctrl-S must not keep the answer to a paid request from the disk.
final class LinePrinter: Sendable {
    static let output = LinePrinter(to: STDOUT_FILENO)
    static let errors = LinePrinter(to: STDERR_FILENO)

    /// Bytes that may wait for the reader.
    private static let room = 256 << 10

    private struct State {
        var waiting: [UInt8] = []
        /// Lines that found no room since the last write.
        var dropped = 0
        var isWriting = false
    }

    private let file: Int32
    private let state = Mutex(State())
    private let queue: DispatchQueue

    init(to file: Int32) {
        self.file = file
        queue = DispatchQueue(label: "printer \(file)")
    }

    func print(_ line: String) {
        let isIdle = state.withLock { state in
            let bytes = Array("\(line)\n".utf8)
            // After a gap nothing goes before the words that tell of it.
            if state.dropped == 0, state.waiting.count + bytes.count <= Self.room {
                state.waiting += bytes
            } else {
                state.dropped += 1
            }
            defer { state.isWriting = true }
            return !state.isWriting
        }
        if isIdle { queue.async { [self] in while let bytes = take() { write(bytes, to: file) } } }
    }

    /// Gives both readers so long to take what was printed; says nothing about whether they did.
    static func flush(within limit: DispatchTimeInterval = .seconds(2)) {
        let deadline = DispatchTime.now() + limit
        for printer in [output, errors] {
            let written = DispatchSemaphore(value: 0)
            printer.queue.async { written.signal() }
            _ = written.wait(timeout: deadline)
        }
    }

    private func take() -> [UInt8]? {
        state.withLock { state in
            var bytes = state.waiting
            if state.dropped > 0 { bytes += Self.gap(of: state.dropped).utf8 }
            state = State(isWriting: !bytes.isEmpty)
            return bytes.isEmpty ? nil : bytes
        }
    }

    private static func gap(of lines: Int) -> String {
        let words = lines == 1 ? "1 line is" : "\(lines) lines are"
        return "apixo: \(words) missing here, for nobody was reading; apixo tasks shows all\n"
    }
}

/// Writes it all, however long the reader takes.
///
/// A reader who is gone must not end a program that waits for the answer to a paid request, and
/// there is nobody left to tell.
///
/// - Returns: Whether all of it was written.
@discardableResult
func write(_ bytes: [UInt8], to file: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
        let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
        if count > 0 {
            rest = rest.dropFirst(count)
        } else if errno == EAGAIN {
            // The file is shared with a program that does not want to wait.
            var place = pollfd(fd: file, events: Int16(POLLOUT), revents: 0)
            poll(&place, 1, -1)
        } else if errno != EINTR {
            return false
        }
    }
    return true
}
