import Apixo
import App
import ArgumentParser
import Coordination
import Tasks

struct WorkerCommand: BackgroundCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker",
        abstract: "Send, look and fetch without a screen.",
        discussion: "It prints a line for every change. Ctrl-C ends it when no submit is under way.",
    )

    @Flag(help: "Return when no task is queued or live.")
    var untilIdle = false

    @OptionGroup var common: CommonOptions

    func work() async throws {
        let settings = try Settings(common)
        settings.warnOfFaults()
        let key = try settings.requireKey()
        let waits = WaitLog()
        let endings = Endings()
        let run = try HeadlessRun(settings: settings, key: key) { report in
            if case .status(let status) = report { waits.take(status) }
            endings.take(report)
            Self.tell(report, settings.gate.confirm)
        }
        let end = try await run.work(untilIdle: untilIdle)
        let others = try reading { try run.worker.countForOtherKey() }
        let unconfirmed = try reading { try run.worker.countUnconfirmed() }
        guard untilIdle || end == .outdated else { return }
        let waiting: [ExitCode] = [others > 0 ? .key : .done, unconfirmed > 0 ? .usage : .done]
        if let exit = endings.exit(after: end, waiting: waiting) { throw exit }
    }

    private static func tell(_ report: Report, _ rule: ConfirmRule) {
        switch report {
        case .tasks(let news):
            for item in news where item.isWorthALine {
                writeNews(TaskText(detail: TaskDetail(task: item.task), rule: rule).line)
            }
        case .files(let files):
            for file in files {
                writeNews("#\(file.id.task.rawValue) \(file.url) \(file.stateText)".lineForTerminal)
            }
        case .warning(let text): writeError("apixo: \(text)")
        case .leadership(let isLeader):
            if !isLeader {
                writeError("apixo: another program on this data folder may be working; watching")
            }
        case .submitted, .submitFailed, .submitAsks, .status, .window, .detail, .balance, .spending,
            .drafts,
            .journalChanged:
            break
        }
    }
}

extension TaskUpdate {
    /// A poll that found nothing new is not, but that of a parked task comes once an hour.
    fileprivate var isWorthALine: Bool {
        guard let running = task.life.running else { return true }
        return running.polls <= 1 || running.isParked
    }
}
