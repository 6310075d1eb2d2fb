import Apixo
import App
import ArgumentParser
import Coordination
import TaskJournal
import Tasks

/// What the commands about one task have in common.
struct TaskOptions: ParsableArguments {
    @Argument(help: "Our number, such as 12, or the service's taskId.")
    var id: String

    @Flag(help: "Print the task as JSON.")
    var json = false

    @OptionGroup var limit: TimeLimit
    @OptionGroup var common: CommonOptions
}

/// A command that the program which leads carries out: this one, or another to which it is handed.
protocol TaskOrder: BackgroundCommand {
    var options: TaskOptions { get }
    /// Whether it can be done without the service.
    static var needsKey: Bool { get }
    /// Whether it may lead without a key, for the sake of files.
    static var leadsWithoutKey: Bool { get }
    /// What is wanted of the task; throws a sentence where its state does not allow it.
    func userCommand(for task: TrackedTask, in journal: Journal) throws -> UserCommand?
    /// What became of it: said on standard error, with the code to end with.
    func outcome(of detail: TaskDetail, _ run: HeadlessRun) throws -> (String, ExitCode)
    /// Prints the result.
    func tell(_ detail: TaskDetail, _ rule: ConfirmRule) throws
}

extension TaskOrder {
    static var needsKey: Bool { true }
    static var leadsWithoutKey: Bool { false }

    func work() async throws {
        let settings = try Settings(options.common)
        settings.warnOfFaults()
        let key = Self.needsKey ? try settings.requireKey() : settings.key
        let run = try HeadlessRun(
            settings: settings,
            key: key,
            leadsWithoutKey: Self.leadsWithoutKey,
        )
        let task = try run.journal.find(options.id)
        if let userCommand = try userCommand(for: task, in: run.journal) {
            try await run.carryOut(userCommand, on: task, within: options.limit.timeout)
        }
        let detail = try run.journal.detail(of: task)
        try tell(detail, settings.gate.confirm)
        let (words, code) = try outcome(of: detail, run)
        writeError("apixo: \(words.lineForTerminal)")
        if code != .done { throw Exit(code) }
    }

    func tell(_ detail: TaskDetail, _ rule: ConfirmRule) throws {
        TaskText(detail: detail, rule: rule).print(asJSON: options.json)
    }
}
