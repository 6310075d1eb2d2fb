import Coordination
import Synchronization
import Tasks

/// What became of everything a worker had in hand, as far as it is over.
final class Endings: Sendable {
    private struct State {
        var tasks: [TaskNumber: ExitCode] = [:]
        var files: [FileID: ExitCode] = [:]
    }

    private let state = Mutex(State())

    func take(_ report: Report) {
        state.withLock { state in
            switch report {
            case .tasks(let news):
                for item in news { state.tasks[item.task.id] = item.task.life.ending }
            case .files(let files):
                for file in files { state.files[file.id] = file.ending }
            case .submitted, .submitFailed, .submitAsks, .status, .window, .detail, .balance,
                .spending, .drafts, .leadership, .journalChanged, .warning:
                break
            }
        }
    }

    /// The worst of it and of how the run ended; nil when all is well.
    ///
    /// - Parameter waiting: The codes of what waits for the user, such as for another key.
    func exit(after end: RunEnd, waiting: [ExitCode]) -> Exit? {
        let codes = state.withLock { Array($0.tasks.values) + Array($0.files.values) }
        let worst = ExitCode.worst(of: codes + waiting + [end.code])
        if worst == .done { return nil }
        return Exit(worst, end.words.map { "apixo: \($0)" })
    }
}

extension RunEnd {
    fileprivate var code: ExitCode {
        switch self {
        case .conditionMet: .done
        case .stopped: .unfinished
        case .held(let held): held.code
        case .unreachable: .unreachable
        case .outdated, .heldUp: .journal
        }
    }

    var words: String? {
        switch self {
        case .conditionMet: nil
        case .stopped: "stopped before everything had ended"
        case .held(let held): "the queue stays as it is: \(held.reason)"
        case .unreachable: "the service cannot be reached"
        case .outdated: "a newer apixo has taken over the journal; start this again"
        case .heldUp: "the apixo that leads was stopped"
        }
    }
}
