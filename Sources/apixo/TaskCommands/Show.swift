import Apixo
import App
import ArgumentParser
import Coordination
import Tasks

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
