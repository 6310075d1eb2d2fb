/// An answer, what the ledger says of it, and the webhook it sets off.
struct CallOutcome: Sendable {
    var answer: SimulatedAnswer
    var entry: LedgerEntry
    var webhook: Webhook? = nil
}
