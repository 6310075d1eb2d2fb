import App
import ArgumentParser
import Coordination
import Tasks

struct Resend: BackgroundCommand {
    static let configuration = CommandConfiguration(
        abstract: "Send the request of a task once more, as a new task; that is billed again."
    )

    @Argument(help: "Our number, such as 12, or the service's taskId.")
    var id: String

    @Flag(help: "Do not ask.")
    var yes = false

    @Option(help: "A name of your own for the new task: what has one is sent once.")
    var ref: String?

    @Flag(help: "Print the new task as JSON.")
    var json = false

    @OptionGroup var waiting: WaitOptions
    @OptionGroup var common: CommonOptions

    func work() async throws {
        let settings = try Settings(common)
        settings.warnOfFaults()
        let ref = try TaskRef(option: ref)
        let key = try settings.requireKey()
        let run = try HeadlessRun(settings: settings, key: key)
        let task = try run.journal.find(id)
        let request = try settings.model(task.model.rawValue).checked(task.request.draft)
        try Confirmation(
            question: "Send \(task.name) again? It \(task.state.billingWords); it is billed again.",
            isGiven: yes,
        ).ask()
        let intents = [Intent(request, ref: ref, isAgain: true)]
        let tasks = try Exit.ifRefused { () throws(IntentError) in try run.write(intents) }
        try await run.follow(tasks, isAwaited: waiting.wait, within: waiting.timeout)
            .tell(asJSON: json)
    }
}

extension TaskState {
    fileprivate var billingWords: String {
        switch self {
        case .queued: "is queued and may be sent anyway"
        case .sending, .pending, .processing: "is running"
        case .success: "succeeded"
        case .failed: "failed"
        case .refused: "was refused"
        case .unknown: "got no answer and may be billed"
        }
    }
}
