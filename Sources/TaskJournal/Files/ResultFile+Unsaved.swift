import GRDB
import Tasks

extension ResultFile {
    /// More would fill no header and no screen.
    private static let mostUnsaved = 100

    static func unsaved(at now: Timestamp, _ odd: CorruptRows, _ db: Database) throws
        -> [ResultFile]
    {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT * FROM file WHERE state = 'waiting' AND (expiresAt < ? OR tries > 1)
                ORDER BY expiresAt, task, number LIMIT \(mostUnsaved)
                """,
            arguments: [now.milliseconds + nearEnd * 1000],
        )
        return odd.read(rows, of: .file, ResultFile.init)
    }
}
