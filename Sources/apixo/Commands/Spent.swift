import Apixo
import App
import ArgumentParser
import Coordination
import Machine
import Tasks

struct Spent: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Sum up what was sent, per day and model.",
        discussion: """
            Counted is what the service took or may have taken: not what waits or was refused. Images \
            count as far as they were made. USD are known where a model file sets a price.
            """,
    )

    @Option(help: "How many days, today with them; 0 is all.")
    var days = 30

    @Flag(help: "Print a JSON array.")
    var json = false

    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard (0...100_000).contains(days) else {
            throw ValidationError("--days must be 0 to 100000")
        }
    }

    func run() throws {
        let settings = try Settings.forReading(common)
        let journal = try settings.journalToRead()
        do throws(JournalError) {
            let now = SteadyClock().now
            let today = settings.gate.day(of: now)
            let start = days == 0 ? nil : today.start - Double(days - 1) * 86_400
            let lines = try journal?.ledger(since: start) ?? []
            let gate = settings.gate
            let used =
                try journal?.spending(by: gate, at: now, hasQueued: true) ?? Spending()
            if json {
                writeLine(JSON.array(lines.map(\.json)).prettyText)
                return
            }
            for line in lines { writeLine(line.text) }
            if lines.isEmpty { writeLine("nothing was sent") }
            for line in settings.gate.caps.lines(used) { writeLine(line) }
        } catch {
            throw Exit(error)
        }
    }
}

extension LedgerLine {
    fileprivate var json: JSON {
        .object([
            "day": .string(day),
            "model": .string(model.rawValue),
            "tasks": .integer(tasks),
            "failed": .integer(failed),
            "unknown": .integer(unknown),
            "unit": .maybe(unit?.rawValue),
            "units": .integer(units),
            "usd": amount.map { .number($0.amount) } ?? .null,
        ])
    }

    fileprivate var text: String {
        let words = unit.map { "\(units) \(units == 1 ? $0.rawValue : $0.rawValue + "s")" } ?? "-"
        let notes = [("failed", failed), ("unknown", unknown)].filter { $0.1 > 0 }
            .map { "\($0.1) \($0.0)" }
        return [
            day, model.rawValue.padded(18), "\(tasks) \(tasks == 1 ? "task" : "tasks")".padded(10),
            words.padded(12), (amount.map { "\($0) USD" } ?? "-").padded(14),
            notes.joined(separator: ", "),
        ].joined(separator: " ").trimmed.forTerminal
    }
}

extension SpendCaps {
    fileprivate func lines(_ used: Spending) -> [String] {
        [
            dayTasks.map { "today: \(used.tasks) of \($0) tasks, the queued ones with them" },
            dayAmount.map { "today: up to \(used.amount) of \($0) USD, the queued ones with them" },
        ].compactMap(\.self)
    }
}

extension String {
    fileprivate var trimmed: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
