import Apixo

/// Why nothing of any model is sent: the service refused the key, or the account has no credits.
public struct AccountHold: Sendable, Hashable {
    public enum Reason: String, Sendable {
        case badKey, noCredits
    }

    public var reason: Reason
    public var status: Int
    public var message: String
    public var since: Timestamp
    /// In USD, what the account held when it was said to be empty; nil until it is known.
    public var balance: Double?
    /// Whether a call that costs nothing was refused, so that such a call can tell of better times.
    public var isSeenFree: Bool

    public init(
        reason: Reason,
        status: Int,
        message: String,
        since: Timestamp,
        balance: Double? = nil,
        isSeenFree: Bool = false,
    ) {
        self.reason = reason
        self.status = status
        self.message = message
        self.since = since
        self.balance = balance
        self.isSeenFree = isSeenFree
    }

    /// Nil for a refusal that is not about the account.
    init?(_ refusal: Refusal, at now: Timestamp, balance: Double?, isFree: Bool) {
        switch refusal.reason {
        case .badKey: reason = .badKey
        case .noCredits: reason = .noCredits
        case .badRequest, .forbidden, .notFound, .other: return nil
        }
        status = refusal.status
        message = String(refusal.message.prefix(200))
        since = now
        self.balance = reason == .noCredits ? balance : nil
        isSeenFree = isFree
    }
}
