import Apixo
import Coordination
import Tasks

/// What a script learns from the exit code; the README lists them.
enum ExitCode: Int32, CaseIterable {
    case done = 0
    case failed = 1
    case usage = 2
    case unknown = 3
    case key = 4
    case unreachable = 5
    case cap = 6
    case credits = 7
    /// Interrupted or timed out before the end; the task goes on.
    case unfinished = 8
    case parked = 9
    case notSaved = 10
    case noURL = 11
    case journal = 12

    /// Worst first: what may be billed and nobody knows, what stands still until somebody acts, what
    /// was paid for and is not here, what came to nothing, what only takes longer.
    static let worstFirst: [ExitCode] = [
        .journal, .unknown, .key, .credits, .usage, .notSaved, .noURL, .parked, .failed, .cap,
        .unreachable, .unfinished, .done,
    ]

    static func worst(of codes: some Sequence<ExitCode>) -> ExitCode {
        let codes = Set(codes)
        return worstFirst.first(where: codes.contains) ?? .done
    }
}

extension Life {
    /// How the task has ended, whatever became of its files; nil while it may go on by itself.
    var ending: ExitCode? {
        switch self {
        case .queued, .sending: nil
        case .running(let running): running.isParked ? .parked : nil
        case .succeeded(_, let result): result.urls.isEmpty ? .noURL : .done
        case .failed: .failed
        case .refused(let refusal, _): refusal.reason.code
        case .unknown: .unknown
        }
    }
}

extension Refusal.Reason {
    fileprivate var code: ExitCode {
        switch self {
        case .badKey, .forbidden: .key
        case .noCredits: .credits
        case .badRequest, .notFound, .other: .failed
        }
    }
}

extension ResultFile {
    /// How the fetching has ended; nil while it may go on.
    var ending: ExitCode? {
        switch state {
        case .saved: .done
        case .lost: .notSaved
        case .waiting: isWorthWaitingFor ? nil : .notSaved
        }
    }
}
