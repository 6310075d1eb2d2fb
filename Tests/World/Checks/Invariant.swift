import Tasks

/// What holds at every step, whatever the world does.
public enum Invariant: String, CaseIterable, Sendable {
    case acceptedOnce
    case sentAgainOnlyOnProof
    case takenBackIsNeverSent
    case writtenBeforeSent
    case answerIsKept
    case livesGoForward
    case minuteIsKept
    case slotsAreKept
    case accountIsKept
    case pauseIsKept
    case capIsKept
    case failedPollChangesNothing
    case pollsKeepTheirPace
    case nothingIsLost
    case noIdleWakes
    case everyoneIsPolled
    case everythingEnds
    case roadIsFreeAfterwards
    case oneGoesFirst
    case stopIsKept
    case holdIsKept
    case oldOnesAsk

    public var sentence: String {
        switch self {
        case .acceptedOnce: "no intent is accepted twice"
        case .sentAgainOnlyOnProof: "a request goes out again only on proof that nothing was made"
        case .takenBackIsNeverSent: "what was taken back is never sent"
        case .writtenBeforeSent: "nothing leaves before it is written down"
        case .answerIsKept: "an accepted task whose answer was seen is in the journal"
        case .livesGoForward: "a life goes only forward, and a taskId is never lost"
        case .minuteIsKept: "no model gets more requests in a minute than it takes"
        case .slotsAreKept: "no model gets more tasks at once than it takes"
        case .accountIsKept:
            "the account gets no more than it is said to take, of all models together"
        case .pauseIsKept: "a model is left alone for as long as a 429 asked for"
        case .capIsKept: "no more is sent on a day than the user's cap allows"
        case .failedPollChangesNothing: "a failed look does not change a state"
        case .pollsKeepTheirPace: "no task is polled more often than its page says"
        case .nothingIsLost: "every live task has something coming"
        case .noIdleWakes: "the engine wakes for a reason"
        case .everyoneIsPolled: "no task waits for its look out of proportion"
        case .everythingEnds: "in a world without trouble everything ends"
        case .oneGoesFirst: "after trouble one request goes first"
        case .stopIsKept:
            "after unknown outcomes in a row nothing leaves without health and one that goes first"
        case .holdIsKept: "nothing leaves after a refusal of the account until it is let go"
        case .oldOnesAsk: "nothing older than the limit is sent without a yes"
        case .roadIsFreeAfterwards: "when all has ended, every slot and the whole minute are free"
        }
    }
}

/// An invariant that did not hold.
public struct Violation: Error, Sendable, Hashable, CustomStringConvertible {
    public var invariant: Invariant
    public var detail: String

    public var description: String { "\(invariant.rawValue): \(detail)" }
}
