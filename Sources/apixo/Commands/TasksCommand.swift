import Apixo
import App
import ArgumentParser
import Coordination
import Machine
import TaskJournal
import Tasks

struct TasksCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tasks",
        abstract: "List the tasks, newest first.",
    )

    @Option(
        help:
            "Only this state: queued, sending, pending, processing, success, failed, refused, unknown."
    )
    var state: String?

    @Flag(help: "Print a JSON array.")
    var json = false

    @OptionGroup var common: CommonOptions

    func run() throws {
        let wanted = try wantedState()
        let settings = try Settings.forReading(common)
        let journal = try settings.journalToRead()
        let (rule, now) = (settings.gate.confirm, SteadyClock().now)
        do throws(JournalError) {
            if json { writeRaw("[") }
            var isFirst = true
            try journal?.forEachTask(of: TaskListing(state: wanted)) { detail in
                let text = TaskText(detail: detail, rule: rule, at: now)
                defer { isFirst = false }
                return json
                    ? writeRaw("\(isFirst ? "\n" : ",\n")\(text.json.lineForTerminal)")
                    : writeLine(text.line)
            }
            if json { writeRaw(isFirst ? "]\n" : "\n]\n") }
            if let news = journal?.corruptRows.news { writeError("apixo: \(news)") }
        } catch {
            throw Exit(error)
        }
    }

    private func wantedState() throws -> TaskState? {
        guard let state else { return nil }
        if let wanted = TaskState(rawValue: state) { return wanted }
        let all = TaskState.allCases.map(\.rawValue)
        throw Exit.usage("--state \(Problem.notOneOf(all))")
    }
}
