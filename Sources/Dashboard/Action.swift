import Apixo
import Tasks
import Terminal

/// What has happened; the only way the state changes.
public enum Action: Sendable {
    case input(Input)
    /// What came in one read, when that was more than one thing.
    case burst([Input])
    /// Live tasks, or tasks that have just ended.
    case tasksChanged([TaskUpdate])
    case windowLoaded(TaskWindow)
    case detailLoaded(TaskDetail)
    case filesChanged([ResultFile])
    case statusChanged(EngineStatus)
    case balanceChanged(Balance)
    case spendingChanged(Spending)
    case draftsLoaded([Draft], current: ModelID?)
    /// The intent is in the journal.
    case submitAccepted(TaskNumber)
    /// The intent could not be written; nothing was sent.
    case submitRejected(String)
    /// The same may be billed already; nothing was written.
    case submitAsked(Duplicate)
    /// Another terminal sends and polls; this one shows the same table.
    case leadershipChanged(isLeader: Bool)
    case noticed(Notice)
    /// What went to the clipboard, such as `taskId`.
    case copied(String)
    /// Only time has passed.
    case ticked
    /// Another process wrote to the journal.
    case journalChanged
}

/// Something to tell the user.
public struct Notice: Sendable, Hashable {
    public enum Severity: Sendable, CaseIterable {
        case success, plain, warning, error
    }

    public var text: String
    public var severity: Severity

    public init(_ text: String, severity: Severity = .plain) {
        self.text = text
        self.severity = severity
    }
}
