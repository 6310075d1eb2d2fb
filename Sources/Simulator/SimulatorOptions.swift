import Apixo

/// How a simulator behaves, fixed when it starts.
public struct SimulatorOptions: Sendable {
    /// 0 picks a free one.
    public var port: Int = 0
    /// The only key accepted.
    public var key: String = "demo-key"
    /// The same seed and the same calls give the same ids, durations, pictures and faults.
    public var seed: UInt64 = 1
    /// Task durations and webhook gaps are multiplied by this; the rate-limit minute is not.
    public var timeScale: Double = 1
    /// A file to which the ledger is appended as JSON lines.
    public var ledger: String? = nil
    public var faults: FaultPlan = .none
    /// In USD; what every model of the catalog has no price for costs `SimulatedService.usualPrice` a unit.
    public var balance: Double = 74.87
    public var catalog: Catalog = .builtIn
    /// Off for measurements: no 429 for requests a minute or tasks at once.
    public var enforcesLimits: Bool = true
    /// What the key is let through, all models together; nil for no more than the models' own limits.
    public var plan: Plan? = nil

    /// Seconds to say in the `Retry-After` of a 429; the documents name none, so none is usual.
    public var retryAfter: Double? = nil

    public init() {}
}
