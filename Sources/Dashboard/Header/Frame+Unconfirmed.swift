import Tasks

extension Frame {
    /// Requests that are not sent before the user says yes.
    var unconfirmed: TextLine? {
        let count = state.unconfirmed(at: now)
        guard count > 0 else { return nil }
        let wait = count == 1 ? "waits" : "wait"
        return TextLine("\(count) \(wait) for your yes (o)", .noticeWarning)
    }
}
