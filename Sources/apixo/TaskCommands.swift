import Apixo
import App
import ArgumentParser
import Coordination
import Tasks
import Worker

struct Tasks: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the tasks, newest first.")

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

struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print everything about one task.")

    @Argument(help: "Our number, such as 12, or the service's taskId.")
    var id: String

    @Flag(help: "Print the task as JSON.")
    var json = false

    @OptionGroup var common: CommonOptions

    func run() throws {
        let settings = try Settings.forReading(common)
        guard let journal = try settings.journalToRead() else {
            throw Exit.usage("ID: there is no task \(id)")
        }
        do {
            let detail = try journal.detail(of: journal.find(id))
            let text = TaskText(detail: detail, rule: settings.gate.confirm)
            writeLine(json ? text.json.forTerminal : text.report)
            if let news = journal.corruptRows.news { writeError("apixo: \(news)") }
        } catch let fault as JournalError {
            throw Exit(fault)
        }
    }
}
