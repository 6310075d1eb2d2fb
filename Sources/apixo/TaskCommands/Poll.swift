import App
import ArgumentParser
import Coordination
import TaskJournal
import Tasks

struct Poll: TaskOrder {
    static let configuration = CommandConfiguration(
        abstract: "Ask the service now how a task stands; a parked one is watched again."
    )

    @OptionGroup var options: TaskOptions

    func userCommand(for task: TrackedTask, in journal: Journal) throws -> UserCommand? {
        if case .running = task.life { return .pollNow(task.id) }
        let reason =
            task.state == .unknown
            ? "it has no taskId to ask for; see apixo attach" : "only a running task is polled"
        throw Exit.usage("\(task.name) is \(task.state.rawValue): \(reason)")
    }

    func outcome(of detail: TaskDetail, _ run: HeadlessRun) -> (String, ExitCode) {
        let task = detail.task
        guard let running = task.life.running else {
            return ("\(task.name) is \(task.state.rawValue)", .done)
        }
        let answer = detail.polls.last?.text ?? "nothing"
        if answer == running.phase { return ("\(task.name) is \(running.phase)", .done) }
        if run.status.isKeyRefused {
            return ("\(task.name) is not polled: the service refused the key", .key)
        }
        let code: ExitCode = answer.hasPrefix("HTTP") ? .failed : .unreachable
        return ("\(task.name) could not be polled: \(answer)", code)
    }
}
