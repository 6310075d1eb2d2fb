import App
import ArgumentParser
import Coordination
import Tasks

struct Wait: BackgroundCommand {
    static let configuration = CommandConfiguration(
        abstract: "Wait until tasks have ended and their files are here.",
        discussion: "It sends and polls itself when no other program on the data folder does.",
    )

    @Argument(help: "Our numbers, such as 12, or the service's taskIds.")
    var ids: [String]

    @Flag(help: "Print each task as JSON.")
    var json = false

    @OptionGroup var limit: TimeLimit
    @OptionGroup var common: CommonOptions

    func work() async throws {
        let settings = try Settings(common)
        settings.warnOfFaults()
        let journal = try settings.journal()
        let details = try ids.map { try journal.detail(of: journal.find($0)) }
        let isOver = details.allSatisfy(\.isOver)
        let key = isOver ? settings.key : try settings.requireKey()
        let run = try HeadlessRun(settings: settings, key: key, journal: journal)
        let tasks = details.map(\.task)
        let ends =
            isOver
            ? try run.ends(of: tasks, after: .conditionMet, isAwaited: true)
            : try await run.follow(tasks, isAwaited: true, within: limit.timeout)
        try ends.tell(asJSON: json)
    }
}

extension TaskDetail {
    /// Whether nothing more happens by itself.
    fileprivate var isOver: Bool {
        task.life.ending != nil && files.allSatisfy { $0.ending != nil }
    }
}
