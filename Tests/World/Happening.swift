import Apixo
import Tasks

/// One thing that happens in the world.
enum Happening {
    /// A program takes what has come into its inbox.
    case ring(ProgramID)
    /// A program's timer; older ones are void.
    case timer(ProgramID, number: Int)
    /// Something reaches a program's inbox, if it still lives.
    case message(ProgramID, Message)
    /// A request reaches the service.
    case arrival(Parcel)
    /// Somebody calls the receiver back.
    case callback(TaskID)
    case start(Program.Kind)
    case kill
    case deed(Deed)
    /// The journal cannot be written for this many seconds.
    case journalBreaks(Double)
    case journalMends
    /// Somebody sets the wall clock; programs that run do not notice.
    case clockSet(Int)
    case calm
    /// The user lets go on what is held.
    case reconcile
    case checkpoint
}

/// What a user does, at whichever program is at hand.
enum Deed: CaseIterable {
    case submit, pollNow, takeBack, settle, attach, downloadAgain, resumeSending, confirm, topUp
    case rest, quit
}

/// What comes into a program's inbox.
enum Message {
    case ticked
    /// The end of a call that the engine of this lead wanted; earlier leads are over.
    case ended(Event, lead: Int)
    case submit([GenerateRequest])
    case userCommand(UserCommand)
    case called(TaskID)
    /// What the balance call gave: an event, or nothing that tells anything.
    case balanceAsked(Event?)
    case journalChanged
    case leadershipGained
    /// Taking the lead failed a while ago; the lock may have gone to another since.
    case leadAgain
    case pause
    case resume
    case stop

    var isJournalChanged: Bool {
        if case .journalChanged = self { true } else { false }
    }
}

/// What a program asks of the one that leads.
enum UserCommand {
    case pollNow(TaskNumber)
    /// A callback came to a program that does not lead.
    case called(TaskNumber, TaskID)
    case downloadAgain(TaskNumber)
    case remove(TaskNumber)
    case settle(TaskNumber)
    case attach(TaskNumber, TaskID)
    case resumeSending(ModelID?)
    case confirm(TaskNumber, at: Timestamp)

    var task: TaskNumber? {
        switch self {
        case .pollNow(let number), .downloadAgain(let number), .remove(let number),
            .settle(let number), .attach(let number, _), .called(let number, _),
            .confirm(let number, _):
            number
        case .resumeSending: nil
        }
    }
}

/// A request on its way to the service.
struct Parcel {
    var call: Call
    var sender: ProgramID
    /// Which time it leads.
    var lead: Int
    var sentAt: Timestamp
    /// The answer will not get through.
    var isOneWay: Bool
}
