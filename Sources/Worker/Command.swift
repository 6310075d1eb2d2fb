import Apixo
import Tasks

/// What the user wants of the worker.
public enum Command: Sendable {
    /// Send these, each once.
    ///
    /// - Parameter isAgain: The user knows that the same may be billed already.
    case submit([GenerateRequest], isAgain: Bool = false)
    case userCommand(UserCommand)
    case loadWindow(WindowQuery)
    case loadDetail(TaskNumber)
    case saveDraft(Draft)
    case useModel(ModelID)
    case refreshBalance
}

/// What the worker tells. Everything here is on disk already.
public enum Report: Sendable {
    case submitted([TrackedTask])
    /// The intents could not be written; nothing was sent.
    case submitFailed(String)
    /// The same may be billed already, so nothing was written; the user has to say so once more.
    case submitAsks(Duplicate)
    case tasks([TaskUpdate])
    case files([ResultFile])
    case status(EngineStatus)
    case window(TaskWindow)
    case detail(TaskDetail)
    case balance(Balance)
    /// What of the day's caps is used up; told only while there are caps.
    case spending(Spending)
    case drafts([Draft], current: ModelID?)
    /// Whether this program sends and polls, or another one on the same data folder.
    case leadership(isLeader: Bool)
    /// Another program has written to the journal.
    case journalChanged
    case warning(String)
}

/// When the worker may stop by itself.
public enum StopCondition: Sendable, Hashable {
    case none
    /// No task is queued or live, and every result file has been fetched.
    case idle
    /// What could be sent at once has been sent and answered; nothing is polled.
    case sent
    /// These tasks have ended and their files are here.
    case finished([TaskNumber])
    /// This command of the user has had its effect; nothing else is begun.
    case granted(UserCommand)
}
