import Apixo

/// What was sent to one model on one day, and what it may have cost.
public struct LedgerLine: Sendable, Hashable {
    /// By the calendar of the machine: `2026-11-20`.
    public var day: String
    public var model: ModelID
    /// What was sent and not refused.
    public var tasks: Int
    /// Of these, the ones that failed; no page says whether they are charged.
    public var failed: Int
    /// Of these, the ones whose outcome nobody knows.
    public var unknown: Int
    /// Nil where the model's file did not say when the task was decided on.
    public var unit: Billing.Unit?
    /// Images count as far as they were made, else as many as could be.
    public var units: Int
    /// Nil when the price of some of the tasks was not known.
    public var amount: Dollars?

    public init(
        day: String,
        model: ModelID,
        tasks: Int,
        failed: Int = 0,
        unknown: Int = 0,
        unit: Billing.Unit? = nil,
        units: Int = 0,
        amount: Dollars? = nil,
    ) {
        self.day = day
        self.model = model
        self.tasks = tasks
        self.failed = failed
        self.unknown = unknown
        self.unit = unit
        self.units = units
        self.amount = amount
    }
}
