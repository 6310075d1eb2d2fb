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

    func leave() -> Never {
        if let message { writeError(message) }
        exit(code)
    }
}

func writeError(_ text: String) { write("\(text.forTerminal)\n", to: .standardError) }

func writeRaw(_ text: String) { write(text, to: .standardOutput) }

/// Prints a line that is there when the program is killed right after.
func writeLine(_ text: String) { write("\(text)\n", to: .standardOutput) }

/// A reader who is gone must not end a program that waits for the answer to a paid request, and
/// there is nobody left to tell.
private func write(_ text: String, to file: FileHandle) {
    try? file.write(contentsOf: Data(text.utf8))
}
