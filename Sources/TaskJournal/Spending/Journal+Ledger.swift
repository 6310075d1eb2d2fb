import Apixo
import Coordination
import GRDB
import Tasks

extension Journal {
    /// What was spent per day and model, newest day first; tasks off the list count too.
    public func ledger(since start: Timestamp?) throws(JournalError) -> [LedgerLine] {
        try read { db in
            try Row.fetchAll(db, sql: Self.ledgerQuery, arguments: [start?.milliseconds ?? .min])
                .map { row throws(CorruptValue) in try LedgerLine(row) }
        }
    }

    private static let ledgerQuery = """
        SELECT ifnull(date(sentAt / 1000, 'unixepoch', 'localtime'), 'unknown') AS day,
            CAST(model AS TEXT) AS model, CAST(unit AS TEXT) AS unit,
            count(*) AS tasks,
            sum(state = 'failed') AS failed,
            sum(state = 'unknown') AS unknown,
            total(max(0, made)) AS units,
            CASE WHEN sum(typeof(made) = 'integer' AND typeof(price) = 'integer') = count(*)
                THEN total(max(0, made * price)) END AS amount
        FROM (
            SELECT *, CASE WHEN unit = 'image' AND results > 0 THEN results ELSE units END AS made
            FROM task WHERE sentAt >= ? AND state NOT IN ('queued', 'refused')
        )
        GROUP BY day, model, unit ORDER BY day DESC, model, unit
        """
}

extension LedgerLine {
    fileprivate init(_ row: Row) throws(CorruptValue) {
        let unit: String? = try row.value("unit")
        self.init(
            day: try row.value("day"),
            model: ModelID(rawValue: try row.value("model")),
            tasks: try row.count("tasks"),
            failed: try row.count("failed"),
            unknown: try row.count("unknown"),
            unit: unit.flatMap(Billing.Unit.init),
            units: try row.sum("units"),
            amount: row.isNull("amount") ? nil : try row.dollars("amount"),
        )
    }
}
