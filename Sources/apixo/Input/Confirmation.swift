import Glibc

/// A question about money, put to whoever sits at the terminal.
struct Confirmation {
    let question: String
    /// Whether the answer came with the command.
    let isGiven: Bool

    /// Throws unless the answer is yes.
    func ask() throws {
        if isGiven { return }
        guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else {
            throw Exit.usage("not sent: \(question) Nobody is at a terminal to ask: say --yes")
        }
        // What was typed before the question was seen is no answer to it.
        tcflush(STDIN_FILENO, TCIFLUSH)
        write(Array("\(question.lineForTerminal) [y/N] ".utf8), to: STDERR_FILENO)
        let answer = readLine()?.lowercased() ?? ""
        guard ["y", "yes"].contains(answer) else { throw Exit.usage("not sent") }
    }
}
