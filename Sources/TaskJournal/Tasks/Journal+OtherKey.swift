import Coordination
import GRDB
import Tasks

extension Journal {
    /// What waits to be sent and was decided on with another key than the one in use; it is never
    /// sent with that one. What is from before keys were told apart goes with any.
    public func queuedForOtherKey() throws(JournalError) -> Set<TaskNumber> {
        try read { db in try Self.queuedForOtherKey(db) }
    }

    static func queuedForOtherKey(_ db: Database) throws -> Set<TaskNumber> {
        guard let inUse = try setting("keyMark", db) else { return [] }
        let numbers = try Int.fetchAll(
            db,
            sql: """
                SELECT id FROM task
                WHERE state IN ('queued', 'sending', 'pending', 'processing')
                    AND state = 'queued' AND isRemoved = 0 AND keyMark <> ?
                """,
            arguments: [inUse],
        )
        return Set(numbers.map(TaskNumber.init))
    }
}
