/// A promise to POST the end of a task to its callback_url.
struct Webhook: Sendable, Hashable {
    let taskID: String
    let url: String
    /// Unix milliseconds.
    let due: Int
    var fault: Fault?
}
