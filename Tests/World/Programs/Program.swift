import Apixo
import Coordination
import Tasks

/// One run of a program; a restart is another one.
typealias ProgramID = Int

/// A program of a world: the coordinator itself, and what has come into its inbox.
final class Program {
    enum Kind: CaseIterable {
        /// Leads when it can, else waits for its turn.
        case dashboard
        /// `apixo submit`: sends what may go at once, or waits a moment until another has.
        case sender
        /// `apixo submit --wait`: stays until its tasks have ended.
        case waiter
        /// `apixo worker --until-idle`
        case worker
        /// Has no key: shows and writes, never sends.
        case keyless
    }

    let kind: Kind
    let version: Int
    /// Milliseconds its clock is off when it reads the machine's.
    let clockError: Int
    let store: MadeStore
    let election: MadeElection
    var coordinator: Coordinator
    var inbox: [Message] = []
    var isRung = false
    /// Whether it has been told that another wrote, and has not read that yet.
    var isNotified = false
    /// Stopped by a signal or its terminal: nothing of it happens.
    var isFrozen = false
    /// Whether its terminal wants it to go on.
    var isWanted = true
    var isQuitting = false
    /// The number of the timer that counts.
    var timer = 0
    /// Calls whose end has not been told yet.
    var underWay: Set<TaskNumber> = []
    /// Submits whose answer has not come to it.
    var sending: Set<TaskNumber> = []
    /// The taskIds it was told and that are not in the journal yet, nor on their way to it.
    var heard: [TaskNumber: TaskID] = [:]
    /// The downloads under way; each try has a number.
    var downloads: [FileID: Int] = [:]
    /// What the coordinator was told and has not written down yet.
    var undecided: [Event] = []
    var undecidedCommands: [UserCommand] = []
    /// What the last answer to a question for the balance said.
    var balance: Event?

    init(
        _ kind: Kind,
        version: Int,
        clockError: Int,
        _ store: MadeStore,
        _ election: MadeElection,
        _ coordinator: Coordinator,
    ) {
        self.kind = kind
        self.version = version
        self.clockError = clockError
        self.store = store
        self.election = election
        self.coordinator = coordinator
    }

    func clock(_ now: Timestamp) -> Timestamp { now.shifted(by: store.clockAhead) }

    var isLeader: Bool { coordinator.isLeader }
    var engine: Engine? { coordinator.engine }
}
