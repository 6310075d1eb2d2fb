import Dashboard
import Synchronization
import Worker

/// Leads effects to those who perform them: the worker, or the thread of the terminal.
final class Wires: Sendable {
    private struct Ends {
        var worker: Worker?
        var forScreen: [Effect] = []
        var isScreenClosed = false
    }

    private let ends = Mutex(Ends())

    func connect(_ worker: Worker) { ends.withLock { $0.worker = worker } }

    /// From here on troubles go to standard error.
    func closeScreen() { ends.withLock { $0.isScreenClosed = true } }

    /// Tells the news where the user polls.
    func tell(_ report: Report, _ store: Store) {
        if case .warning(let text) = report, ends.withLock(\.isScreenClosed) {
            writeError("apixo: \(text)")
        }
        for action in report.actions { store.send(action) }
    }

    /// What the terminal's thread is to do.
    func take() -> [Effect] {
        ends.withLock { ends in
            defer { ends.forScreen = [] }
            return ends.forScreen
        }
    }

    func perform(_ effect: Effect) {
        ends.withLock { ends in
            if let command = effect.command {
                ends.worker?.send(command)
            } else {
                ends.forScreen.append(effect)
            }
        }
    }
}

extension Effect {
    /// What the worker is asked for; nil for what the terminal does.
    fileprivate var command: Command? {
        switch self {
        case .submit(let request, let isAgain): .submit([request], isAgain: isAgain)
        case .saveDraft(let draft): .saveDraft(draft)
        case .useModel(let model): .useModel(model)
        case .loadWindow(let query): .loadWindow(query)
        case .loadDetail(let number): .loadDetail(number)
        case .pollNow(let number): .userCommand(.pollNow(number))
        case .downloadAgain(let number, let numbers):
            .userCommand(.downloadAgain(number, fileNumbers: numbers))
        case .remove(let number): .userCommand(.remove(number))
        case .settle(let number): .userCommand(.settle(number))
        case .attach(let number, let id): .userCommand(.attach(number, id))
        case .resumeSending: .userCommand(.resumeSending(nil))
        case .confirm(let number, let now): .userCommand(.confirm(number, at: now))
        case .refreshBalance: .refreshBalance
        case .copy, .bell, .suspend, .quit: nil
        }
    }
}

extension Report {
    /// The same news in the dashboard's words.
    var actions: [Action] {
        switch self {
        case .submitted(let tasks): tasks.map { .submitAccepted($0.id) }
        case .submitFailed(let reason): [.submitRejected(reason)]
        case .submitAsks(let duplicate): [.submitAsked(duplicate)]
        case .tasks(let news): [.tasksChanged(news)]
        case .files(let files): [.filesChanged(files)]
        case .status(let status): [.statusChanged(status)]
        case .window(let window): [.windowLoaded(window)]
        case .detail(let detail): [.detailLoaded(detail)]
        case .balance(let balance): [.balanceChanged(balance)]
        case .spending(let spending): [.spendingChanged(spending)]
        case .drafts(let drafts, let current): [.draftsLoaded(drafts, current: current)]
        case .leadership(let isLeader): [.leadershipChanged(isLeader: isLeader)]
        case .journalChanged: [.journalChanged]
        case .warning(let text): [.noticed(Notice(text, severity: .error))]
        }
    }
}
