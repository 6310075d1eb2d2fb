import Apixo
import Tasks

/// What a coordinator is told.
public enum Message: Sendable {
    /// The user wants these sent, each once.
    ///
    /// - Parameter isAgain: The user knows that the same may be billed already.
    case submit([GenerateRequest], isAgain: Bool)
    case userCommand(UserCommand)
    case refreshBalance
    /// The moment of `nextWake` has come.
    case ticked
    /// How a call ended, and in which of the program's terms it was made.
    case ended(Event, term: Int)
    case balanceAnswered(BalanceOutcome)
    /// Another program wrote to the task store.
    case journalChanged
    /// Somebody called the receiver of callbacks.
    case called(TaskID)
    /// Callbacks come in for this URL.
    case receiving(at: String)
    case cannotReceive(reason: String)
    case leadershipWon
    /// Becoming leader failed a moment ago.
    case leadAgain
    /// The terminal is about to stop the program.
    case suspend
    case resume
    case stop

    var isJournalChanged: Bool {
        if case .journalChanged = self { true } else { false }
    }
}

/// How a `GET` of the balance ended.
public enum BalanceOutcome: Sendable {
    case answered(BalanceAnswer)
    case unreachable(reason: String)
}

/// What a coordinator wants done, in this order. What it stands on is in the task store already.
public enum Instruction: Sendable {
    /// Its end comes back as `Message.ended`.
    case perform(Call, term: Int)
    /// Stands for election; `Message.leadershipWon` says when it is won.
    case awaitLeadership
    /// Breaks off every download under way; each still ends.
    case cancelDownloads
    case askBalance
    case receiveCallbacks
    /// Tells it this, after so many seconds.
    case remind(Message, after: Double)
    /// Nothing is under way any more: the terminal may stop the program.
    case suspended
    case report(Report)
}
