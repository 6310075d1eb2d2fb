import Apixo
import Tasks

/// One run of a program; a restart is another one.
typealias ProgramID = Int

/// A program as the worker makes it: an inbox, an engine, and the rules between them.
struct Program {
    enum Kind {
        /// Leads when it can, else waits for its turn.
        case dashboard
        /// `apixo submit`: writes intents, sends what may go at once, and leaves.
        case sender
        /// Has no key: shows and writes, never sends.
        case keyless
    }

    let id: ProgramID
    let kind: Kind
    /// Milliseconds its clock is ahead of the world's.
    let clockAhead: Int
    var engine: Engine
    var isLeader = false
    var isStopping = false
    var inbox: [Message] = []
    var isRung = false
    var unsaved: [Event] = []
    var retryAt: Moment?
    /// The number of the timer that counts.
    var timer = 0
    /// Calls whose end has not been told yet.
    var underWay: Set<TaskNumber> = []
    var startedAt: Moment

    func clock(_ now: Moment) -> Moment {
        Moment(milliseconds: now.milliseconds + clockAhead)
    }

    var isSending: Bool { engine.tasks.values.contains { $0.state == .sending } }
}
