import Apixo
import Tasks

/// What must be remembered to tell whether the invariants hold.
struct Watch {
    var violation: Violation?
    /// What the service has accepted.
    var accepted: Set<TaskNumber> = []
    /// Intents that have left at least once.
    var posted: Set<TaskNumber> = []
    /// Intents whose last POST provably made nothing.
    var proven: Set<TaskNumber> = []
    var takenBack: Set<TaskNumber> = []
    /// Since when each submit without an answer is known to have none.
    var unknownSince: [TaskNumber: Timestamp] = [:]
    /// Tasks that were parked, or found again late: others have their slot.
    var slotless: Set<TaskNumber> = []
    /// How one model fares under the program that leads.
    struct Line {
        /// Whether one that went first was answered well since the last trouble.
        var isTrusted = false
        var unanswered: Set<TaskNumber> = []
        var first: Set<TaskNumber> = []
        /// Outcomes nobody knows, in a row.
        var unknowns = 0
        var stoppedAt: Timestamp?
        /// Whether the service answered well after the pause of the stop.
        var isHealthy = false
    }

    /// What was said of the account.
    struct AccountWatch {
        var isEmpty = false
        var isKeyRefused = false
        /// Whether a call that costs nothing was refused.
        var isSeenFree = false
        /// In USD, when it was said to be empty.
        var reference: Double?
        /// In USD, as last read by the program that leads.
        var balance: Double?
    }

    struct Poll {
        var by: ProgramID
        var term: Int
        var at: Timestamp
    }

    /// The last poll each task.
    var polls: [TaskNumber: Poll] = [:]
    /// Until when the service asked to be left alone.
    var pausedUntil: [ModelID: Timestamp] = [:]
    /// What is known of each model's brake.
    var queues: [ModelID: Line] = [:]
    var account = AccountWatch()
    /// Whom the user wants polled, whatever the pace.
    var wanted: Set<TaskNumber> = []
    var leadsSince = World.beginning
    /// When each task was last polled, taken up or parked.
    var careAt: [TaskNumber: Timestamp] = [:]
    /// The simulated second of the last idle wakes, and how many there were in it.
    var idleSecond = 0
    var idleWakes = 0
}
