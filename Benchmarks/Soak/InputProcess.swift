import Foundation
import Fuzz

/// This program once more, for a stretch of inputs.
struct InputProcess {
    private let id: pid_t
    private let notes: String

    init(_ inputs: FuzzInputs) {
        notes = NSTemporaryDirectory() + "apixo-soak-\(UUID().uuidString)"
        let arguments = [
            CommandLine.arguments[0], "--inputs", "\(inputs.count)", "--seed", "\(inputs.first)",
            "--notes", notes,
        ]
        let words = arguments.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var id: pid_t = 0
        let fault = posix_spawn(&id, "/proc/self/exe", nil, nil, words, environ)
        precondition(
            fault == 0,
            "the soak cannot start itself: \(String(cString: strerror(fault)))"
        )
        self.id = id
    }

    /// Waits for its end; says which input it did not survive.
    func isFine() -> Bool {
        defer { unlink(notes) }
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        if signal != 0 {
            print(FuzzInput(seed: seed).text)
            print("signal \(signal) at seed \(seed); again with: soak --inputs 1 --seed \(seed)")
        }
        return status == 0
    }

    private var seed: UInt64 {
        let bytes = FileManager.default.contents(atPath: notes) ?? Data()
        return bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
