import Apixo
import Coordination
import TaskJournal
import Tasks

/// What the user wants of the poller.
public enum UserRequest: Sendable {
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

extension BackgroundPoller {
    /// What is about tasks goes to the coordinator, in order; the rest is done beside it.
    public func send(_ request: UserRequest) {
        switch request {
        case .submit(let requests, let isAgain): post(.submit(requests, isAgain: isAgain))
        case .userCommand(let command): post(.userCommand(command))
        case .refreshBalance: post(.refreshBalance)
        case .loadWindow(let query): windows.read(query)
        case .loadDetail(let number): load(number)
        case .saveDraft(let draft):
            notes { journal throws(JournalError) in try journal.save(draft) }
        case .useModel(let model):
            notes { journal throws(JournalError) in try journal.set("model", model.rawValue) }
        }
    }

    /// Written one after another, in the order of the commands.
    private func notes(_ write: @escaping @Sendable (Journal) throws(JournalError) -> Void) {
        noteQueue.async { [self] in
            do throws(JournalError) {
                try write(journal)
            } catch {
                report(.warning(error.description))
            }
        }
    }

    /// Read beside the loop, so that a long log holds up no task.
    private func load(_ number: TaskNumber) {
        Task.detached(executorPreference: disk) { [self] in
            do throws(JournalError) {
                if let detail = try journal.detail(number) {
                    report(.detail(detail))
                } else if let text = journal.corruptRows.text {
                    report(.warning(text))
                }
            } catch {
                report(.warning(error.description))
            }
        }
    }
}
