import Tasks

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
    case carriedOut(UserCommand)
}

/// Why a run ended.
public enum RunEnd: Sendable, Hashable {
    case conditionMet
    case stopped
    /// What is left waits for the user.
    case held(EngineStatus.Held)
    /// The service could not be reached for a while, and what is waited for is still queued.
    case unreachable
    /// A newer program has taken the journal over.
    case outdated
    /// The program that leads was stopped.
    case heldUp
}
