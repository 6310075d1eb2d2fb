import Coordination
import GRDB
import Tasks

extension Journal {
    private static let pollsKept = 200

    /// Where the log of a task's polls ends; 0 without one.
    public func lastPoll(of number: TaskNumber) throws(JournalError) -> Int {
        try read { db in
            let sql = "SELECT max(rowid) FROM look WHERE task = ?"
            return try Int.fetchOne(db, sql: sql, arguments: [number.rawValue]) ?? 0
        }
    }

    func polls(of number: TaskNumber) throws(JournalError) -> [PollEntry] {
        try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT rowid, * FROM look WHERE task = ?
                    ORDER BY rowid DESC LIMIT \(Self.pollsKept)
                    """,
                arguments: [number.rawValue],
            )
            return corruptRows.read(rows.reversed(), of: .poll) { row throws(CorruptValue) in
                PollEntry(task: number, at: try row.moment("at"), text: try row.value("text"))
            }
        }
    }

    /// Of each task the newest are kept: one that never ends is polled for days.
    static func add(_ polls: [PollEntry], _ db: Database) throws {
        for poll in polls {
            try db.execute(
                sql: "INSERT INTO look (task, at, text) VALUES (?, ?, ?)",
                arguments: [poll.task.rawValue, poll.at.milliseconds, poll.text],
            )
        }
        for task in Set(polls.map(\.task)) {
            try db.execute(
                sql: """
                    DELETE FROM look WHERE task = ?1 AND rowid <= (
                        SELECT rowid FROM look WHERE task = ?1
                        ORDER BY rowid DESC LIMIT 1 OFFSET \(pollsKept)
                    )
                    """,
                arguments: [task.rawValue],
            )
        }
    }

    /// Whether the service refused the key at each of the last polls of a task.
    public func isKeyRefused(to number: TaskNumber) throws(JournalError) -> Bool {
        try read { db in
            let sql = "SELECT text FROM look WHERE task = ? ORDER BY rowid DESC LIMIT 3"
            let polls = try String.fetchAll(db, sql: sql, arguments: [number.rawValue])
            return polls.count == 3 && polls.allSatisfy(PollEntry.tellsOfRefusedKey)
        }
    }
}
