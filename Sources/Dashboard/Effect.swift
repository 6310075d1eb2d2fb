import Apixo
import Tasks

/// What the state wants done outside.
public enum Effect: Sendable, Hashable {
    case submit(GenerateRequest, isAgain: Bool = false)
    case saveDraft(Draft)
    case useModel(ModelID)
    case loadWindow(WindowQuery)
    case loadDetail(TaskNumber)
    case pollNow(TaskNumber)
    case downloadAgain(TaskNumber, fileNumbers: [Int])
    case remove(TaskNumber)
    case markLost(TaskNumber)
    case attach(TaskNumber, TaskID)
    /// The user says yes, now, to a queued request that asks.
    case confirm(TaskNumber, at: Timestamp)
    /// Go on with every queue that is held.
    case resumeSending
    case refreshBalance
    case copy(String, what: String)
    case bell
    case suspend
    case quit
}
