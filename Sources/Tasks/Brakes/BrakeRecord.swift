/// What of a model's brake outlives the program.
public struct BrakeRecord: Sendable, Hashable {
    /// Outcomes nobody knows, since the last answer that told.
    public var unknowns = 0
    public var stop: Stop?

    public init() {}

    public init(unknowns: Int, stop: Stop?) {
        self.unknowns = unknowns
        self.stop = stop
    }

    /// Nothing of the model is sent.
    public struct Stop: Sendable, Hashable {
        public var since: Timestamp
        public var reason: Why
        /// How often in a row it came to this.
        public var times: Int
        /// From when on one request may try again; nil until the user says so.
        public var until: Timestamp?

        public init(since: Timestamp, reason: Why, times: Int, until: Timestamp?) {
            self.since = since
            self.reason = reason
            self.times = times
            self.until = until
        }
    }

    public enum Why: Sendable, Hashable {
        /// So many outcomes in a row are unknown; the last one for this reason.
        case unknown(Int, last: String)
        /// The service does not let this key use the model, or does not know the model.
        case refused(status: Int, message: String)
    }
}
