/// A way to break the rules around the engine, to show that somebody notices.
public enum Mutation: String, CaseIterable, Sendable {
    case sendBeforeWriting
    case sendThoughUnwritable
    case sendUnknownAgain
    /// No answer is taken for no request.
    case sendLostOnesAgain
    /// An HTTP client that sends a POST again by itself.
    case sendTwiceOnTheWay
    case forgetUnwrittenAnswers
    case writeNoTaskIDs
    case forgetRunningOnes
    case leadTwice
    case leadWithoutLock
    case readWishesAfterSending
    case forgetTheMinute
    /// Someone sets it forward, and the last minute seems long ago.
    case countByTheWallClock
    case forgetThePauses
    case doubleTheMinute
    case doubleTheSlots
    case halveTheSlots
    case ignoreTheAccount
    case ignoreTheCap
    case forgetTheDay
    case believeFailedPolls
    case obeyCallbacks
    case dropPolls
    case dropSubmits
    case pollRarely
    case neverWake
    case wakeAllTheTime
    case sendAllAtOnce
    case neverStop
    case forgetTheStop
    case forgetTheHold
    case hearNoCredits
    case sendOldOnes

    /// What notices, sooner or later; other invariants may be first.
    public var broken: Set<Invariant> {
        switch self {
        case .sendBeforeWriting, .sendThoughUnwritable: [.writtenBeforeSent]
        case .sendUnknownAgain, .sendLostOnesAgain: [.sentAgainOnlyOnProof]
        case .sendTwiceOnTheWay: [.acceptedOnce]
        case .forgetUnwrittenAnswers: [.everyoneIsPolled, .everythingEnds]
        case .forgetRunningOnes: [.nothingIsLost]
        case .writeNoTaskIDs: [.answerIsKept]
        case .leadTwice: [.answerIsKept]
        case .leadWithoutLock: [.nothingIsLost, .livesGoForward]
        case .readWishesAfterSending: [.takenBackIsNeverSent]
        case .forgetTheMinute, .doubleTheMinute: [.minuteIsKept]
        case .countByTheWallClock: [.minuteIsKept]
        case .forgetThePauses: [.pauseIsKept]
        case .doubleTheSlots: [.slotsAreKept]
        case .halveTheSlots: [.roadIsFreeAfterwards]
        case .ignoreTheAccount: [.accountIsKept]
        case .ignoreTheCap, .forgetTheDay: [.capIsKept]
        case .believeFailedPolls: [.failedPollChangesNothing]
        case .obeyCallbacks: [.pollsKeepTheirPace]
        case .dropSubmits: [.everythingEnds]
        case .dropPolls, .pollRarely, .neverWake: [.everyoneIsPolled]
        case .wakeAllTheTime: [.noIdleWakes]
        case .sendAllAtOnce: [.oneGoesFirst]
        case .neverStop, .forgetTheStop: [.stopIsKept]
        case .forgetTheHold, .hearNoCredits: [.holdIsKept]
        case .sendOldOnes: [.oldOnesAsk]
        }
    }
}
