import Glibc

/// Text that a command reads from a file, or from standard input as `-`.
struct InputFile {
    let path: String
    /// What it is for, in a sentence that tells of a fault: `--prompt`.
    let option: String
    let mostBytes: Int

    private var name: String { path == "-" ? "standard input" : path.lineForTerminal }

    /// All of it, which must be UTF-8, without the line end at its end.
    func text() throws -> String {
        guard var text = String(validating: try bytes(), as: UTF8.self) else {
            throw Exit.usage("\(option): \(name) is not UTF-8 text")
        }
        // A carriage return and a line feed are one character.
        if let last = text.last, last == "\n" || last == "\r\n" { text.removeLast() }
        return text
    }

    private func bytes() throws -> [UInt8] {
        let file = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw fault(errno) }
        defer { if path != "-" { close(file) } }
        var all: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = read(file, &part, part.count)
            if count == 0 { return all }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw fault(errno) }
            all += part.prefix(count)
            if all.count > mostBytes {
                throw Exit.usage("\(option): \(name) holds more than \(mostBytes >> 10) KiB")
            }
        }
    }

    private func fault(_ number: Int32) -> Exit {
        .usage("\(option): \(name): \(String(cString: strerror(number)))")
    }
}

extension String {
    /// A prompt as it was given: itself, `@FILE`, `-`, or `@@` and the rest for one that begins with @.
    var asPrompt: String {
        get throws {
            if hasPrefix("@@") { return String(dropFirst()) }
            guard self == "-" || hasPrefix("@") else { return self }
            let path = self == "-" ? self : String(dropFirst())
            // Longer than any model's page allows, in any script.
            return try InputFile(path: path, option: "--prompt", mostBytes: 256 << 10).text()
        }
    }
}
