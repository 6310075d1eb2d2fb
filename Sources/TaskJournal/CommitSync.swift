import GRDB

/// What is on disk after a commit.
enum CommitSync: String, Sendable {
    /// All of it, and all before it.
    case full = "FULL"
    /// Nothing for sure; the next full one brings it there.
    case light = "NORMAL"

    /// Holds until the connection is told otherwise.
    func begin(_ db: Database) throws { try db.execute(sql: "PRAGMA synchronous = \(rawValue)") }
}
