import Apixo

/// One thing that happened, as the service saw it: the evidence of what a client really did.
public struct LedgerEntry: Codable, Sendable, Hashable {
    public enum Event: String, Codable, Sendable, CaseIterable {
        /// A generateTask created a task, whatever the client got to know of it.
        case accepted
        /// A statusTask was answered with a state.
        case poll
        /// A call was turned away, by rule or by fault.
        case refused
        case balance
        case download
        case webhook
    }

    public var event: Event
    /// Unix milliseconds.
    public var at: Int
    public var model: String?
    public var taskId: String?
    /// The body of an accepted generateTask.
    public var request: JSON?
    /// The state a poll was answered with, as the client got it.
    public var state: String?
    /// The HTTP status answered, or the receiver's answer to a webhook.
    public var status: Int?
    public var endpoint: String?
    public var reason: String?
    public var path: String?
    /// How many bytes of the file were sent.
    public var bytes: Int?
    public var range: String?
    /// Whether a download carried an Authorization header, which is a leak.
    public var authorization: Bool?
    /// Which try of a webhook, from 1; 0 for one that a fault adds or keeps back.
    public var attempt: Int?
    public var url: String?
    public var fault: Fault?

    init(_ event: Event, at: Int, model: String? = nil, taskId: String? = nil) {
        self.event = event
        self.at = at
        self.model = model
        self.taskId = taskId
    }
}
