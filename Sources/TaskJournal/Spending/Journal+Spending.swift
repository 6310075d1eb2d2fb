import Apixo
import Coordination
import GRDB
import Tasks

extension Journal {
    /// What was sent today and may be billed, at most, with what is queued if asked for: not what
    /// waits for a yes.
    public func spending(
        by gate: SpendGate,
        at now: Timestamp,
        hasQueued: Bool,
    ) throws(JournalError) -> Spending {
        try read { db in try Self.spending(by: gate, at: now, hasQueued: hasQueued, db) }
    }

    static func spending(
        by gate: SpendGate,
        at now: Timestamp,
        hasQueued: Bool,
        _ db: Database,
    ) throws -> Spending {
        let day = gate.day(of: now)
        let sent = """
            SELECT units, price FROM task
            WHERE sentAt >= ? AND NOT (typeof(sentAt) = 'integer' AND sentAt BETWEEN ? AND ?)
                AND state NOT IN ('queued', 'refused')
            """
        let queued = queued(by: gate.confirm, at: now)
        let sum = try Row.fetchOne(
            db,
            sql: """
                SELECT count(*) AS tasks, total(max(0, units * price)) AS amount
                FROM (\(hasQueued ? "\(sent) UNION ALL \(queued.sql)" : sent))
                """,
            // What a clock that was ahead dated later counts on its own day alone; what bears no
            // possible time counts on every day.
            arguments: [
                day.start.milliseconds, day.end.milliseconds, Timestamp.possible.upperBound,
            ] + (hasQueued ? queued.arguments : []),
        )
        return Spending(
            tasks: try sum?.count("tasks") ?? 0,
            amount: try sum?.dollars("amount") ?? .zero
        )
    }

    /// What may be sent today without a yes.
    private static func queued(
        by rule: ConfirmRule,
        at now: Timestamp,
    ) -> (sql: String, arguments: StatementArguments) {
        let good = rule.goodTimestamps(at: now)
        let decidedAt = "ifnull(confirmedAt, submittedAt)"
        let sql = """
            SELECT units, price FROM task
            WHERE state IN ('queued', 'sending', 'pending', 'processing')
                AND state = 'queued' AND isRemoved = 0 AND restoredAt IS NULL
                AND NOT (typeof(\(decidedAt)) = 'integer' AND \(decidedAt) NOT BETWEEN ? AND ?)
            """
        let (first, last) = (good?.lowerBound.milliseconds, good?.upperBound.milliseconds)
        return (sql, [first ?? .min, last ?? .max])
    }
}
