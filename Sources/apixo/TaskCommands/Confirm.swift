import App
import ArgumentParser
import Machine
import TaskJournal
import Tasks

struct Confirm: BackgroundCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say yes to queued requests that wait for it; they are sent then.",
        discussion: """
            A queued request asks first when it was decided on more than a day ago ([spend] \
            confirm_after_hours in config.toml), or when its journal was put back from a copy, so that \
            it may have been sent since. A yes holds as long as any decision does.
            """,
    )

    @Argument(help: "Our numbers, such as 12.")
    var ids: [String] = []

    @Flag(help: "All that wait for a yes.")
    var all = false

    @Flag(help: "Do not ask.")
    var yes = false

    @Flag(help: "Print the task as JSON; several are a line each.")
    var json = false

    @OptionGroup var waiting: WaitOptions
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard ids.isEmpty == all else { throw ValidationError("name the tasks, or say --all") }
    }

    func work() async throws {
        let settings = try Settings(common)
        settings.warnOfFaults()
        let run = try HeadlessRun(settings: settings, key: try settings.requireKey())
        let tasks = try all ? waiting(in: run) : named(in: run.journal)
        guard let last = tasks.last else { return writeError("apixo: nothing waits for your yes") }
        try Confirmation(question: question(tasks), isGiven: yes).ask()
        let now = SteadyClock().now
        // The leader takes all of them up with the last.
        for task in tasks.dropLast() {
            try reading { try run.journal.add(.confirm(task.id, at: now)) }
        }
        try await run.carryOut(.confirm(last.id, at: now), on: last, within: waiting.timeout)
        try await run.follow(tasks, isAwaited: waiting.wait, within: waiting.timeout)
            .tell(asJSON: json)
    }

    private func waiting(in run: HeadlessRun) throws -> [TrackedTask] {
        let (rule, now) = (run.worker.gate.confirm, SteadyClock().now)
        return try reading { try run.journal.unfinished() }
            .filter { rule.reason(toHold: $0, at: now) != nil }
    }

    private func named(in journal: Journal) throws -> [TrackedTask] {
        var tasks: [TrackedTask] = []
        for id in ids {
            let task = try journal.find(id)
            guard task.life == .queued else {
                let words = "is \(task.state.rawValue): only what is queued waits for a yes"
                throw Exit.usage("\(task.name) \(words)")
            }
            if !tasks.contains(where: { $0.id == task.id }) { tasks.append(task) }
        }
        return tasks
    }

    /// `Send #3 and #5, decided on since 2026-11-19 17:03:00, for up to 0.42 USD?`
    private func question(_ tasks: [TrackedTask]) -> String {
        let names = tasks.prefix(5).map(\.name).joined(separator: ", ")
        let more = tasks.count > 5 ? " and \(tasks.count - 5) more" : ""
        let since = tasks.map(\.decidedAt).min()?.text ?? "-"
        let isPriced = tasks.allSatisfy { $0.bill?.price != nil }
        let amount = Spending(tasks.map(\.bill)).amount
        let price = isPriced ? "up to \(amount) USD" : "a price not all known"
        return "Send \(names)\(more), decided on \(since) or later, for \(price)?"
    }
}
