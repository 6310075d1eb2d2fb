import Apixo
import Tasks

/// What the state wants done outside.
public enum Effect: Sendable, Hashable {
    case submit(GenerateRequest, isAgain: Bool = false)
    case saveDraft(Draft)
    case useModel(ModelID)
    case loadWindow(WindowQuery)
    case loadDetail(TaskNumber)
    case command(UserCommand)
    case refreshBalance
    case copy(String, what: String)
    case bell
    case suspend
    case quit
}
