import Apixo
import Tasks

/// What a coordinator works with for as long as it lives.
public struct Setup: Sendable {
    public var catalog: Catalog
    /// Of the account, as configured.
    public var limits: AccountLimits
    public var gate: SpendGate
    /// Names the service in the task store.
    public var service: String
    /// Only its fingerprint is written down.
    public var key: APIKey?
    /// Whether there is a way to the service; without one nothing is sent and nothing polled.
    public var canSend: Bool
    public var receivesCallbacks: Bool
    /// Whether a program that a newer one has replaced has nothing more to show.
    public var endsWhenOutdated: Bool
    /// What this program wrote down before its coordinator began.
    public var intents: [TaskNumber]

    public init(
        catalog: Catalog,
        limits: AccountLimits = AccountLimits(),
        gate: SpendGate = SpendGate(),
        service: String,
        key: APIKey? = nil,
        canSend: Bool = true,
        receivesCallbacks: Bool = false,
        endsWhenOutdated: Bool = false,
        intents: [TaskNumber] = [],
    ) {
        self.catalog = catalog
        self.limits = limits
        self.gate = gate
        self.service = service
        self.key = key
        self.canSend = canSend
        self.receivesCallbacks = receivesCallbacks
        self.endsWhenOutdated = endsWhenOutdated
        self.intents = intents
    }
}
