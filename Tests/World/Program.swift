import Apixo
import Tasks

/// One run of a program; a restart is another one.
typealias ProgramID = Int

/// A program as the worker makes it: an inbox, an engine, and the rules between them.
final class Program {
    enum Kind {
        /// Leads when it can, else waits for its turn.
        case dashboard
        /// `apixo submit`: writes intents, sends what may go at once or waits a moment until
        /// another has, and leaves.
        case sender
        /// Has no key: shows and writes, never sends.
        case keyless
    }

    /// A program that its terminal stops gives the lead up until it is back.
    enum Rest: Equatable {
        case none
        case leaving(isBack: Bool)
        case away
    }

    let kind: Kind
    /// Milliseconds its clock is ahead of the world's.
    let clockAhead: Int
    var engine: Engine
    var isLeader = false
    /// How often it has taken the lead.
    var leads = 0
    var isStopping = false
    var rest = Rest.none
    let startedAt: Timestamp
    /// The newest task read from the journal.
    var newest = TaskNumber(rawValue: 0)
    /// What a sender is here for.
    var intents: [TaskNumber] = []
    var inbox: [Message] = []
    var isRung = false
    var unsaved: [Event] = []
    var retryAt: Timestamp?
    /// Wishes taken out of the journal and not granted yet.
    var wished: [Event] = []
    /// The number of the timer that counts.
    var timer = 0
    var isAskingBalance = false
    /// By its own clock.
    var balanceAskedAt: Timestamp?
    /// Calls whose end has not been told yet.
    var underWay: Set<TaskNumber> = []

    init(_ kind: Kind, at now: Timestamp, clockAhead: Int, engine: Engine) {
        self.kind = kind
        startedAt = now
        self.clockAhead = clockAhead
        self.engine = engine
    }

    func clock(_ now: Timestamp) -> Timestamp {
        Timestamp(milliseconds: now.milliseconds + clockAhead)
    }

    var mayLead: Bool { kind != .keyless && !isStopping && rest == .none }

    var isSending: Bool { engine.tasks.values.contains { $0.state == .sending } }
}
