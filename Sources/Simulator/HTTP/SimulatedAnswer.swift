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
