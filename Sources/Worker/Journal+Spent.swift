import Apixo
import GRDB
import Tasks

extension Journal {
    /// The service may have counted a request a little after it left.
    private static let slack = 2.0

    /// The requests of the last minute per model, so that a restart does not forget them.
    func spent(at now: Moment) throws(JournalFault) -> [ModelID: [Moment]] {
        try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: "SELECT model, at, count FROM spent WHERE at > ?",
                arguments: [(now - RateWindow.length - Self.slack).milliseconds],
            )
            return rows.reduce(into: [:]) { spent, row in
                let at = min(Moment(row["at"] as Int) + Self.slack, now)
                let model = ModelID(rawValue: row["model"])
                spent[model, default: []] += Array(repeating: at, count: row["count"])
            }
        }
    }

    static func spend(_ spent: [ModelID: Int], at now: Moment, _ db: Database) throws {
        guard !spent.isEmpty else { return }
        // Tenths of a second are fine enough, and bound the table.
        let bucket = (now.milliseconds + 99) / 100 * 100
        for (model, count) in spent {
            try db.execute(
                sql: """
                    INSERT INTO spent VALUES (?, ?, ?)
                    ON CONFLICT DO UPDATE SET count = count + excluded.count
                    """,
                arguments: [model.rawValue, bucket, count],
            )
        }
        try db.execute(
            sql: "DELETE FROM spent WHERE at < ?",
            arguments: [bucket - 2 * 60_000],
        )
    }

    /// The durations of the newest successes, oldest first, to learn from.
    func recentCosts(limit: Int = 200) throws(JournalFault) -> [(GenerateRequest, Int)] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT model, request, costTime FROM task
                    WHERE isRemoved = 0 AND rank = ? ORDER BY id DESC LIMIT ?
                    """,
                arguments: [TaskState.success.rank, limit],
            )
            .reversed()
            .compactMap { row in
                guard let cost = row["costTime"] as Int?,
                    let json = JSON(parsing: row["request"] as String),
                    let request = GenerateRequest(
                        model: ModelID(rawValue: row["model"]),
                        json: json
                    )
                else { return nil }
                return (request, cost)
            }
        }
    }
}
