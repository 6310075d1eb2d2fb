import Apixo

/// What holds for all models together: one key, one balance.
struct Account: Sendable {
    /// Seconds between two askings for the balance while the account is empty.
    private static let patience = 300.0

    private(set) var hold: AccountHold?
    /// In USD, as last read.
    private var balance: Double?
    private var askedAt: Timestamp?
    /// Whether the service has taken the key for a task, whatever it says of the balance.
    private var isKeyProven = false

    mutating func resume(_ hold: AccountHold?) { self.hold = hold }

    /// The service refused a request; true when that is about the account.
    ///
    /// - Parameter isFree: Whether the request was none that is paid for.
    mutating func refused(_ refusal: Refusal, isFree: Bool, at now: Timestamp) -> Bool {
        if refusal.reason == .badKey { isKeyProven = false }
        guard let fresh = AccountHold(refusal, at: now, balance: balance, isFree: isFree) else {
            return false
        }
        // The first reason stays: a free call must not take the place of what only money ends.
        if hold == nil { hold = fresh }
        if isFree, hold?.reason == fresh.reason { hold?.isSeenFree = true }
        return true
    }

    /// The balance was asked for and refused. A key may be good for tasks alone.
    mutating func balanceRefused(_ refusal: Refusal, at now: Timestamp) {
        askedAt = now
        guard !isKeyProven, refusal.reason == .badKey else { return }
        _ = refused(refusal, isFree: true, at: now)
    }

    /// A request for a task was answered well with this key.
    mutating func taken() { isKeyProven = true }

    /// A call that costs nothing was answered well with this key.
    mutating func answered() {
        if let hold, hold.reason == .badKey, hold.isSeenFree { self.hold = nil }
    }

    /// More money than at the refusal ends a hold; what is read first afterwards is what there was.
    mutating func read(_ amount: Double, at now: Timestamp) {
        balance = amount
        askedAt = now
        answered()
        guard let hold, hold.reason == .noCredits else { return }
        if let before = hold.balance, amount > before {
            self.hold = nil
        } else {
            self.hold?.balance = amount
        }
    }

    /// Another key may be another account's, and is good if a free call takes it.
    mutating func tryNewKey() {
        switch hold?.reason {
        case .badKey?: hold?.isSeenFree = true
        case .noCredits?: hold = nil
        case nil: break
        }
    }

    mutating func release() { hold = nil }

    mutating func askLater(at now: Timestamp) { askedAt = now }

    /// When the balance is worth asking for, to see whether a hold may end.
    var balanceWanted: Timestamp? {
        guard let hold, hold.reason == .noCredits else { return nil }
        return (askedAt ?? hold.since) + Self.patience
    }
}
