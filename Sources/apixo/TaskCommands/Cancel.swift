import ArgumentParser
import Coordination
import TaskJournal
import Tasks

struct Cancel: TaskOrder {
    static let configuration = CommandConfiguration(
        abstract: "Take back a request that is still queued; nothing is sent or billed.",
        discussion: "What was sent cannot be taken back: the service has no call for that.",
    )
    static let needsKey = false

    @OptionGroup var options: TaskOptions

    func userCommand(for task: TrackedTask, in journal: Journal) throws -> UserCommand? {
        guard task.life == .queued else {
            let words = "is \(task.state.rawValue): only what is queued can be taken back"
            throw Exit.usage("\(task.name) \(words)")
        }
        return .cancel(task.id)
    }

    func outcome(of detail: TaskDetail, _ run: HeadlessRun) -> (String, ExitCode) {
        let name = detail.task.name
        guard case .refused(let refusal, _) = detail.task.life, refusal.status == 0 else {
            return ("\(name) left before it could be taken back", .usage)
        }
        return ("\(name) is taken back; nothing was sent", .done)
    }
}
