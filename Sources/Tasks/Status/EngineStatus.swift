import Apixo

/// What the header shows of the engine.
public struct EngineStatus: Sendable, Hashable {
    public struct ModelQueue: Sendable, Hashable {
        public var model: ModelID
        public var used: Int
        public var limit: Int
        public var live: Int
        public var slots: Int
        public var queued: Int
        public var wait: Wait?
        /// Nothing of the model is sent, whether something waits or not.
        public var stop: BrakeRecord.Stop?

        public var isRefused: Bool {
            if case .refused? = stop?.reason { true } else { false }
        }
    }

    /// What only the user can let go on.
    public enum Held: Sendable, Hashable {
        case account(AccountHold)
        case model(ModelID, status: Int, message: String)
    }

    /// Why the queue of a model does not move; without a queue, why nothing is polled.
    public enum Wait: Sendable, Hashable {
        case slots
        case minute(until: Timestamp)
        /// The account has no slot, or no request of the minute, for any model.
        case account
        case paused(until: Timestamp)
        case offline(since: Timestamp, reason: String)
        case badKey
        case noCredits
        case stopped(BrakeRecord.Stop)
        /// Those that went out before it are not answered yet.
        case first
        /// The user's own cap; the next day begins at `until`.
        case cap(CapReached, until: Timestamp)
    }

    /// All models together.
    public struct Account: Sendable, Hashable {
        /// As configured, else as learnt.
        public var limits = AccountLimits()
        public var used = 0
        public var live = 0
        /// What a 429 has taught; nil where nothing was learnt.
        public var ceiling: AccountCeiling?
    }

    public var queues: [ModelQueue] = []
    public var account = Account()
    public var outage: Outage?
    /// How many tasks the service says it does not know, when that is all of them.
    public var missing = 0
    /// The service refused the key or the account is empty; nothing is sent.
    public var hold: AccountHold?
    /// What is queued for another key than the one in use; it is in no queue.
    public var forOtherKey: Set<TaskNumber> = []

    public init() {}

    public var isKeyRefused: Bool { hold?.reason == .badKey }
    public var hasNoCredits: Bool { hold?.reason == .noCredits }
    /// The first of what waits for the user.
    public var held: Held? {
        if let hold { return .account(hold) }
        for queue in queues where queue.queued > 0 {
            guard case .refused(let status, let message)? = queue.stop?.reason else { continue }
            return .model(queue.model, status: status, message: message)
        }
        return nil
    }

    /// Whether the user may let something go on.
    public var isHeld: Bool {
        hold != nil || account.ceiling != nil || queues.contains { $0.stop != nil }
    }

    public var live: Int { queues.reduce(0) { $0 + $1.live } }
    public var queued: Int { queues.reduce(0) { $0 + $1.queued } }
}
