import Coordination
import GRDB
import Tasks

extension Journal {
    /// Takes a task off the list if it may go, and says whether it did; the row stays, so that
    /// nothing is ever forgotten.
    @discardableResult
    func remove(_ number: TaskNumber, of term: TermID? = nil) throws(JournalError) -> Bool {
        try write { db in
            if let term { try Self.check(term, of: path, db) }
            return try remove(number, db)
        }
    }

    func remove(_ number: TaskNumber, _ db: Database) throws -> Bool {
        guard try task(number, db)?.isRemovable == true else { return false }
        // A queued task that was taken back is gone before it was sent.
        try db.execute(
            sql: """
                UPDATE task SET isRemoved = 1,
                    rank = CASE state WHEN 'queued' THEN ? ELSE rank END,
                    status = CASE state WHEN 'queued' THEN 0 ELSE status END,
                    failMsg = CASE state WHEN 'queued' THEN 'taken back' ELSE failMsg END,
                    state = CASE state WHEN 'queued' THEN 'refused' ELSE state END
                WHERE id = ?
                """,
            arguments: [TaskState.refused.rank, number.rawValue],
        )
        return true
    }
}
