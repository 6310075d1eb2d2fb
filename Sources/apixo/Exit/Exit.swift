import App
import Coordination
import Foundation
import Tasks

/// How the program ends, with what is said on stderr.
struct Exit: Error {
    var code: ExitCode
    var message: String?

    init(_ code: ExitCode, _ message: String? = nil) {
        self.code = code
        self.message = message
    }

    static func usage(_ message: String) -> Exit { Exit(.usage, message) }
    static func noKey(_ message: String) -> Exit { Exit(.key, message) }

    init(_ fault: JournalError) { self.init(fault.isForNow ? .journal : .usage, fault.description) }

    init(_ error: StartupError) {
        switch error {
        case .usage(let message): self.init(.usage, message)
        case .noKey(let message): self.init(.key, message)
        case .journal(let fault): self.init(fault)
        }
    }

    func leave() -> Never {
        if let message { writeError(message) }
        LinePrinter.flush()
        exit(code.rawValue)
    }
}

/// Says it without waiting for the reader.
func writeError(_ text: String) { LinePrinter.errors.print(text.forTerminal) }

/// The same for a line of news on standard output.
func writeNews(_ text: String) { LinePrinter.output.print(text) }

/// What the user asked for goes out whole, however slow the reader is: for commands that keep
/// nobody waiting meanwhile.
///
/// - Returns: Whether the reader is still there.
@discardableResult
func writeRaw(_ text: String) -> Bool { write(Array(text.utf8), to: STDOUT_FILENO) }

@discardableResult
func writeLine(_ text: String) -> Bool { writeRaw("\(text)\n") }
