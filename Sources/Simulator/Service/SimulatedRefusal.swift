/// Why a call was turned away: what the client reads, and what the ledger says.
struct SimulatedRefusal: Error, Sendable, Hashable {
    enum Content: Sendable, Hashable {
        /// `"data": null`, as in the samples of the model pages.
        case null
        /// No `data` at all, as in the 401 sample.
        case absent
        /// `"data": {"error": …}`, as in the samples of the errors page.
        case error(String)
    }

    var status: Int
    var message: String
    var content: Content = .null
    var reason: String

    static let wrongKey = SimulatedRefusal(
        status: 401,
        message: "Invalid or missing API key",
        content: .absent,
        reason: "key",
    )
    static let unknownModel = SimulatedRefusal(
        status: 404,
        message: "Model not found",
        reason: "model"
    )
    static let unknownTask = SimulatedRefusal(
        status: 404,
        message: "Task not found",
        reason: "task"
    )
    static let unknownPath = SimulatedRefusal(status: 404, message: "Not found", reason: "path")
    static let expired = SimulatedRefusal(status: 404, message: "Not found", reason: "expired")
    static let noCredits = SimulatedRefusal(
        status: 400,
        message: "Insufficient credits",
        reason: "credits"
    )
    static let requestsPerMinute = tooMany("requests per minute")
    static let tasksAtOnce = tooMany("tasks at once")

    static let requestsOfAccount = tooMany("requests per minute of the account")
    static let tasksOfAccount = tooMany("tasks at once of the account")

    /// The documents name one text for both limits.
    private static func tooMany(_ reason: String) -> SimulatedRefusal {
        SimulatedRefusal(status: 429, message: "Rate limit exceeded", reason: reason)
    }

    static func invalid(_ error: String) -> SimulatedRefusal {
        SimulatedRefusal(
            status: 400,
            message: "Invalid request",
            content: .error(error),
            reason: error
        )
    }

    /// A fault that keeps the call from taking effect.
    static func by(_ fault: Fault) -> SimulatedRefusal {
        switch fault {
        case .tooMany: tooMany("fault")
        case .badGateway: SimulatedRefusal(status: 502, message: "Bad gateway", reason: "fault")
        case .closeBefore, .closeAfter, .serverError, .truncated, .garbage, .slow, .unknownState,
            .brokenResult, .hostileText, .webhookTwice, .webhookEarly, .webhookForged,
            .webhookGarbage, .webhookLost:
            SimulatedRefusal(status: 500, message: "Internal server error", reason: "fault")
        }
    }

    /// What a prompt asked for.
    static func steered(_ status: Int) -> SimulatedRefusal {
        let messages = [
            400: "Invalid request", 401: "Invalid or missing API key", 402: "Insufficient balance",
            403: "Permission denied", 404: "Model not found", 429: "Rate limit exceeded",
            500: "Internal server error", 503: "Service unavailable",
        ]
        return SimulatedRefusal(
            status: status,
            message: messages[status] ?? "Request refused",
            reason: "prompt",
        )
    }

    func json(message: String) -> String {
        var text = JSONText()
        text.add("code", status)
        text.add("message", message)
        switch content {
        case .null: text.add("data", raw: "null")
        case .absent: break
        case .error(let error):
            var data = JSONText()
            data.add("error", error)
            text.add("data", raw: data.text)
        }
        return text.text
    }
}
