import ArgumentParser
import Coordination
import TaskJournal
import Tasks

struct Settle: TaskOrder {
    static let configuration = CommandConfiguration(
        abstract: "Count an unknown task as lost: nothing more is done about it."
    )
    static let needsKey = false

    @OptionGroup var options: TaskOptions

    func userCommand(for task: TrackedTask, in journal: Journal) throws -> UserCommand? {
        guard case .unknown(let unknown) = task.life else {
            throw Exit.usage("\(task.name) is \(task.state.rawValue): only what is unknown is lost")
        }
        return unknown.isSettled ? nil : .markLost(task.id)
    }

    func outcome(of detail: TaskDetail, _ run: HeadlessRun) -> (String, ExitCode) {
        let name = detail.task.name
        guard case .unknown(let unknown) = detail.task.life, unknown.isSettled else {
            return ("\(name) is \(detail.task.state.rawValue) now, and not lost", .usage)
        }
        return ("\(name) is marked as lost", .done)
    }
}
