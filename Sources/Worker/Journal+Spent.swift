import Apixo
import GRDB
import Tasks

extension Journal {
    /// How many milliseconds ago something was written down. The wall clock, which may have been set
    /// since, is asked only about an earlier boot.
    static func age(byWall column: String) -> String {
        "max(0, CASE WHEN boot = :boot THEN :uptime - uptime ELSE :now - \(column) END)"
    }

    private static let age = age(byWall: "at")

    static func clocks(_ now: Moment, _ machine: BootTime) -> StatementArguments {
        ["boot": machine.boot, "uptime": machine.uptime, "now": now.milliseconds]
    }

    /// When the requests that may still count left, per model, so that a restart does not forget
    /// them.
    func spent(
        at now: Moment,
        on machine: BootTime = .now,
    ) throws(JournalFault) -> [ModelID: [Moment]] {
        try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: "SELECT model, count, \(Self.age) AS age FROM spent WHERE age < :memory",
                arguments: Self.clocks(now, machine) + ["memory": RateWindow.memory * 1000],
            )
            return rows.reduce(into: [:]) { spent, row in
                let at = Moment(now.milliseconds - (row["age"] as Int))
                let model = ModelID(rawValue: row["model"])
                spent[model, default: []] += Array(repeating: at, count: row["count"])
            }
        }
    }

    static func spend(
        _ spent: [ModelID: Int],
        at now: Moment,
        on machine: BootTime,
        _ db: Database,
    ) throws {
        guard !spent.isEmpty else { return }
        for (model, count) in spent {
            try db.execute(
                sql: """
                    INSERT INTO spent (model, boot, uptime, at, count) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT DO UPDATE SET count = count + excluded.count
                    """,
                arguments: [
                    model.rawValue, machine.boot ?? "", bucket(machine.uptime),
                    bucket(now.milliseconds), count,
                ],
            )
        }
        try db.execute(
            sql: "DELETE FROM spent WHERE \(age) > 120000",
            arguments: clocks(now, machine),
        )
    }

    /// Tenths of a second are fine enough, and bound the table.
    private static func bucket(_ milliseconds: Int) -> Int { (milliseconds + 99) / 100 * 100 }

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
