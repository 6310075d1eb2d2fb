import Apixo
import ArgumentParser
import Glibc
import Tasks
import Worker

struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print every task ever decided on, oldest first, a line of JSON each.",
        discussion: "Those removed from the list are among them, with removed set to true.",
    )

    @Option(help: "From here on: 2026-11-20, 2026-11-20T18:00:00 (local, or with Z), or Unix ms.")
    var since: String?

    @Flag(help: "JSON Lines, the only format there is.")
    var jsonl = false

    @OptionGroup var common: CommonOptions

    func run() throws {
        let start = try since.map(Self.moment)
        let journal = try Settings(common).journal()
        try reading {
            try journal.forEachTask(since: start ?? Moment(milliseconds: 0)) { detail, isRemoved in
                guard case .object(var members) = TaskText(detail: detail).json else { return }
                members["removed"] = .bool(isRemoved)
                writeLine(JSON.object(members).lineForTerminal)
            }
        }
        if let news = journal.oddRows.news { writeError("apixo: \(news)") }
    }

    private static func moment(_ text: String) throws -> Moment {
        if text.count >= 10, let milliseconds = Int(text), (0...1 << 53).contains(milliseconds) {
            return Moment(milliseconds: milliseconds)
        }
        if let moment = CalendarTime(text)?.moment { return moment }
        throw Exit.usage("--since: write it as 2026-11-20, 2026-11-20T18:00:00Z or Unix ms")
    }
}
