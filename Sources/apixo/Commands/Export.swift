import App
import ArgumentParser
import Coordination
import Machine
import TaskJournal
import Tasks

struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print every task, oldest first, for another program.",
        discussion: """
            Those taken off the list are in it, with "removed": true. The members are those of apixo \
            tasks --json.
            """,
    )

    @Option(
        help: """
            Only what was submitted since: 2026-11-01, 2026-11-01T08:30 (with Z or +01:00, or by your \
            clock), or 7d for the last seven days.
            """
    )
    var since: String?

    @Flag(help: "One JSON object a line, the only form there is yet.")
    var jsonl = false

    @OptionGroup var common: CommonOptions

    func run() throws {
        var listing = TaskListing()
        listing.since = try start()
        listing.isOldestFirst = true
        listing.hasRemoved = true
        let settings = try Settings.forReading(common)
        let journal = try settings.journalToRead()
        let rule = settings.gate.confirm
        do throws(JournalError) {
            try journal?.forEachTask(of: listing) { detail in
                writeLine(TaskText(detail: detail, rule: rule).json.lineForTerminal)
            }
            if let news = journal?.corruptRows.news { writeError("apixo: \(news)") }
        } catch {
            throw Exit(error)
        }
    }

    private func start() throws -> Timestamp? {
        guard let since else { return nil }
        if let start = Timestamp(since: since, at: SteadyClock().now) { return start }
        throw Exit.usage(
            """
            --since \(since): write a day such as 2026-11-01, a time such as 2026-11-01T08:30:00Z, or \
            a number of days such as 7d
            """
        )
    }
}
