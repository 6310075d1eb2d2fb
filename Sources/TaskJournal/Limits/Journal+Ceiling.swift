import Apixo
import Coordination
import GRDB
import Machine
import Tasks

extension Journal {
    /// In milliseconds; what is over is negative. An hour is the most the engine waits.
    private static let possibleWait = -(1 << 53)...3_600_000

    /// What a 429 has taught of the account, so that a restart does not ask for another one.
    func ceiling(
        at now: Timestamp,
        on machine: BootTime = .now,
    ) throws(JournalError) -> AccountCeiling? {
        try read { db in
            let row = try Row.fetchOne(
                db,
                sql: "SELECT *, length - \(Self.age(byWall: "at")) AS rest FROM ceiling",
                arguments: Self.clocks(now, machine),
            )
            guard let row else { return nil }
            return corruptRows.read(row, of: .ceiling) { row throws(CorruptValue) in
                AccountCeiling(
                    limits: AccountLimits(
                        requestsPerMinute: try row.integerIfAny(
                            "requestsPerMinute",
                            in: 1...1_000_000
                        ),
                        tasksAtOnce: try row.integerIfAny("tasksAtOnce", in: 1...1_000_000),
                    ),
                    since: try row.moment("since"),
                    raiseAt: Timestamp(
                        now.milliseconds + (try row.integer("rest", in: Self.possibleWait))
                    ),
                    refusals: try row.count("refusals"),
                )
            }
        }
    }

    static func note(
        _ ceiling: AccountCeiling?,
        at now: Timestamp,
        on machine: BootTime,
        _ db: Database,
    ) throws {
        guard let ceiling else { return try db.execute(sql: "DELETE FROM ceiling") }
        try db.execute(
            sql: """
                INSERT OR REPLACE INTO ceiling
                    (id, requestsPerMinute, tasksAtOnce, since, refusals, boot, uptime, at, length)
                VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                ceiling.limits.requestsPerMinute, ceiling.limits.tasksAtOnce,
                ceiling.since.milliseconds, ceiling.refusals, machine.boot, machine.uptime,
                now.milliseconds, ceiling.raiseAt.milliseconds - now.milliseconds,
            ],
        )
    }
}
