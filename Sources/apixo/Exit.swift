import Foundation

/// How the program ends, with what is said on stderr.
struct Exit: Error {
    var code: Int32
    var message: String?

    static let done = Exit(code: 0)
    static func failed(_ message: String?) -> Exit { Exit(code: 1, message: message) }
    static func usage(_ message: String) -> Exit { Exit(code: 2, message: message) }
    static func unknown(_ message: String?) -> Exit { Exit(code: 3, message: message) }
    static func noKey(_ message: String) -> Exit { Exit(code: 4, message: message) }

    static func keyRefused(_ effect: String) -> Exit {
        noKey("\(effect): the service refused the key")
    }

    static func unreachable(_ message: String?) -> Exit { Exit(code: 5, message: message) }

    static func overCap(_ message: String) -> Exit { Exit(code: 6, message: message) }

    /// The task succeeded, and there is nothing to fetch.
    static func noResultURL(_ message: String) -> Exit { Exit(code: 11, message: message) }

    func leave() -> Never {
        if let message { writeError(message) }
        LinePrinter.flush()
        exit(code)
    }
}

/// Says it without waiting for the reader.
func writeError(_ text: String) { LinePrinter.errors.print(text.forTerminal) }

/// The same for a line of news on standard output.
func writeNews(_ text: String) { LinePrinter.output.print(text) }

/// What the user asked for goes out whole, however slow the reader is: for commands that keep
/// nobody waiting meanwhile.
func writeRaw(_ text: String) { write(Array(text.utf8), to: STDOUT_FILENO) }

func writeLine(_ text: String) { writeRaw("\(text)\n") }
