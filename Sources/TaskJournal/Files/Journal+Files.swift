import Coordination
import GRDB
import Tasks

extension Journal {
    public func files(of number: TaskNumber) throws(JournalError) -> [ResultFile] {
        try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: "SELECT * FROM file WHERE task = ? ORDER BY number",
                arguments: [number.rawValue],
            )
            return corruptRows.read(rows, of: .file, ResultFile.init)
        }
    }

    public func waitingFiles() throws(JournalError) -> [ResultFile] {
        try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT *, EXISTS (SELECT * FROM task WHERE task.id = file.task) AS isOwned
                    FROM file WHERE state = 'waiting'
                    """,
            )
            return corruptRows.read(rows, of: .file) { row throws(CorruptValue) in
                // Nothing can be written down about a file that belongs to no task.
                guard try row.flag("isOwned") else { throw CorruptValue(column: "task") }
                return try ResultFile(row)
            }
        }
    }
}
