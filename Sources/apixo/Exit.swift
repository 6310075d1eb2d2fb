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
    static let keyRefused = noKey("the service refused the key; the queue stays as it is")
    static func unreachable(_ message: String?) -> Exit { Exit(code: 5, message: message) }

    static func overCap(_ message: String) -> Exit { Exit(code: 6, message: message) }

    func leave() -> Never {
        if let message { writeError(message) }
        exit(code)
    }
}

func writeError(_ text: String) {
    FileHandle.standardError.write(Data("\(text.forTerminal)\n".utf8))
}

func writeRaw(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }

/// Prints a line that is there when the program is killed right after.
func writeLine(_ text: String) {
    FileHandle.standardOutput.write(Data("\(text)\n".utf8))
}
