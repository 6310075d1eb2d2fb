import GRDB
import Tasks

extension ResultFile {
    init(_ row: Row) throws(CorruptValue) {
        self.init(
            id: FileID(
                task: TaskNumber(rawValue: try row.value("task")),
                number: try row.count("number"),
            ),
            url: try row.value("url"),
            expiresAt: try row.moment("expiresAt"),
            state: try State(row),
        )
        switch state {
        case .waiting: kept = try SavedFile(row)
        case .saved: note = try row.value("why")
        case .lost: break
        }
    }
}

extension SavedFile {
    fileprivate init?(_ row: Row) throws(CorruptValue) {
        if row.isNull("path") { return nil }
        let bytes = try row.integerIfAny("bytes", in: 0...Int.max)
        self.init(path: try row.value("path"), bytes: bytes ?? 0)
    }
}

extension ResultFile.State {
    fileprivate init(_ row: Row) throws(CorruptValue) {
        switch try row.value("state") as String {
        case "waiting":
            self = .waiting(
                next: try row.momentOrZero("next"),
                tries: try row.count("tries"),
                reason: try row.value("why"),
            )
        case "saved":
            let bytes = try row.integerIfAny("bytes", in: 0...Int.max)
            self = .saved(path: try row.text("path"), bytes: bytes ?? 0)
        case "lost": self = .lost(reason: try row.text("why"))
        default: throw CorruptValue(column: "state")
        }
    }
}

extension ResultFile {
    func save(_ db: Database) throws {
        var (word, next, tries, reason, path, bytes) =
            ("waiting", nil as Int?, 0, nil as String?, nil as String?, nil as Int?)
        switch state {
        case .waiting(let at, let count, let problem):
            (next, tries, reason) = (at.milliseconds, count, problem)
            (path, bytes) = (kept?.path, kept?.bytes)
        case .saved(let place, let size): (word, reason, path, bytes) = ("saved", note, place, size)
        case .lost(let problem): (word, reason) = ("lost", problem)
        }
        try db.execute(
            sql: """
                INSERT OR REPLACE INTO file
                    (task, number, url, expiresAt, state, next, tries, why, path, bytes)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                id.task.rawValue, id.number, url, expiresAt.milliseconds, word, next, tries, reason,
                path, bytes,
            ],
        )
    }
}
