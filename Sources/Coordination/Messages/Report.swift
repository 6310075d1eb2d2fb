import Apixo
import Tasks

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
