import Apixo
import Coordination
import Tasks

/// One thing that happens in the world.
enum Happening {
    /// A program takes what has come into its inbox.
    case ring(ProgramID)
    /// A program's timer; older ones are void.
    case timer(ProgramID, number: Int)
    /// Something reaches a program's inbox, if it still lives.
    case message(ProgramID, Message)
    /// A try to fetch a file ends, if it has not been broken off.
    case downloaded(ProgramID, FileID, Int, DownloadOutcome)
    /// A request reaches the service.
    case arrival(Parcel)
    /// Somebody calls the receiver back.
    case callback(TaskID)
    case start(Program.Kind)
    /// A newer version starts, and waits for the older leader so often.
    case upgrade(Program.Kind, tries: Int)
    case kill
    case powerCut
    case action(UserAction)
    /// A program is stopped by a signal; it goes on later.
    case freeze
    case thaw(ProgramID)
    /// The terminal of a program lets it go on.
    case resume(ProgramID)
    /// Somebody deletes the file of the lock.
    case lockReplaced
    /// The disk is full for this many seconds.
    case diskFills(Double)
    case diskHasRoom
    /// Somebody sets the wall clock; a program notices when something wakes it.
    case clockSet(Int)
    case recovery
    /// The user lets go on what is held.
    case release
    case checkpoint
}

/// What a user does, at whichever program is at hand.
enum UserAction: CaseIterable {
    case submit, pollNow, takeBack, cancel, markLost, attach, downloadAgain, resumeSending, confirm
    case topUp, askBalance, suspend, quit
}

/// A request on its way to the service.
struct Parcel {
    var call: Call
    var sender: ProgramID
    /// In which of the sender's terms.
    var term: Int
    var sentAt: Timestamp
    /// The answer will not get through.
    var isOneWay: Bool
}
