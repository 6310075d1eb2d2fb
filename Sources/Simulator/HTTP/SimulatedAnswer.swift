/// What goes back over the connection, before it is HTTP.
struct SimulatedAnswer: Sendable {
    enum Body: Sendable {
        case text(String)
        case bytes([UInt8])
        case file(ServedFile)
    }

    enum Delivery: Sendable, Hashable {
        case whole
        /// The connection is closed after half of the announced bytes.
        case brokenOff
        /// The connection is closed without an answer.
        case nothing
    }

    var status = 200
    var contentType = "application/json"
    var body: Body
    var delay: Duration = .zero
    var delivery: Delivery = .whole

    static func envelope(message: String, data: String) -> String {
        var text = JSONText()
        text.add("code", 200)
        text.add("message", message)
        text.add("data", raw: data)
        return text.text
    }
}

/// An answer, what the ledger says of it, and the webhook it sets off.
struct CallOutcome: Sendable {
    var answer: SimulatedAnswer
    var entry: LedgerEntry
    var webhook: Webhook? = nil
}

/// A promise to POST the end of a task to its callback_url.
struct Webhook: Sendable, Hashable {
    let taskID: String
    let url: String
    /// Unix milliseconds.
    let due: Int
    var fault: Fault?
}
