import Apixo

/// What the header shows of the engine.
public struct EngineStatus: Sendable, Hashable {
    public struct Lane: Sendable, Hashable {
        public var model: ModelID
        public var used: Int
        public var limit: Int
        public var live: Int
        public var slots: Int
        public var queued: Int
        public var wait: Wait?
    }

    /// Why the queue of a model does not move; without a queue, why nothing is looked at.
    public enum Wait: Sendable, Hashable {
        case slots
        case minute(until: Moment)
        case paused(until: Moment)
        case offline(since: Moment, why: String)
        case badKey
        /// The user's own cap; the next day begins at `until`.
        case cap(CapReached, until: Moment)
    }

    public var lanes: [Lane] = []
    public var outage: Outage?
    /// The service refused the key; nothing is sent until the user acts.
    public var isKeyRefused = false

    public init() {}

    public var live: Int { lanes.reduce(0) { $0 + $1.live } }
    public var queued: Int { lanes.reduce(0) { $0 + $1.queued } }
}
