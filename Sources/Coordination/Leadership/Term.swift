import Tasks

/// A time in which this program leads: the engine that decides, and what is under way for it.
struct Term {
    let id: TermID
    /// Counts the terms of this program, from 1.
    let number: Int
    var engine: Engine
    /// Events whose decisions could not be written yet; they are decided on anew.
    var unsaved: [Event] = []
    /// When to try to write them again.
    var retryAt: Timestamp?
    /// The result files being fetched.
    var downloads: Set<FileID> = []

    init(_ id: TermID, number: Int, engine: Engine) {
        self.id = id
        self.number = number
        self.engine = engine
    }

    /// Whether the answer to a submit is still to come, or to be written.
    var isSending: Bool { engine.tasks.values.contains { $0.state == .sending } }

    /// Whether nothing is under way that another program would not know of.
    var isSettled: Bool { !isSending && unsaved.isEmpty && downloads.isEmpty }
}
