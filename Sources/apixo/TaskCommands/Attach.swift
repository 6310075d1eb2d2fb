import Apixo
import ArgumentParser
import Coordination
import TaskJournal
import Tasks

struct Attach: TaskOrder {
    static let configuration = CommandConfiguration(
        abstract: "Give an unknown task the taskId you found elsewhere; it is polled then."
    )
    static let needsKey = false

    @OptionGroup var options: TaskOptions

    @Argument(help: "As the service named it, for example in its web console.")
    var taskID: String

    func validate() throws {
        let isPlain = taskID.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        guard !taskID.isEmpty, taskID.utf8.count <= 200, isPlain else {
            throw ValidationError("TASKID: 1 to 200 visible ASCII characters")
        }
    }

    func userCommand(for task: TrackedTask, in journal: Journal) throws -> UserCommand? {
        let id = TaskID(rawValue: taskID)
        if task.life.taskID == id { return nil }
        guard task.state == .unknown else {
            let words = "is \(task.state.rawValue): only an unknown task is given a taskId"
            throw Exit.usage("\(task.name) \(words)")
        }
        if let holder = try reading({ try journal.holder(of: id, besides: task) }) {
            throw Exit.usage("\(taskID) is the taskId of #\(holder.rawValue) already")
        }
        return .attach(task.id, id)
    }

    func outcome(of detail: TaskDetail, _ run: HeadlessRun) -> (String, ExitCode) {
        let task = detail.task
        guard task.life.taskID?.rawValue == taskID else {
            return ("\(task.name) stays unknown: \(task.life.outcome ?? "")", .unknown)
        }
        if task.life.running?.claim != nil {
            let reason = "the service has not confirmed it yet"
            return ("\(task.name) is watched as \(taskID); \(reason)", .done)
        }
        return ("\(task.name) is \(taskID), which the service knows", .done)
    }
}
