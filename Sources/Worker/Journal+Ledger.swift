import Apixo
import GRDB
import Tasks

extension Journal {
    /// What was spent per day and model, newest day first; tasks off the list count too.
    public func ledger(since start: Moment?) throws(JournalFault) -> [LedgerLine] {
        try read { db in
            try Row.fetchAll(db, sql: Self.ledgerQuery, arguments: [start?.milliseconds ?? 0])
                .map(LedgerLine.init)
        }
    }

    private static let ledgerQuery = """
        SELECT date(sentAt / 1000, 'unixepoch', 'localtime') AS day, model, unit,
            count(*) AS tasks,
            sum(state = 'failed') AS failed,
            sum(state = 'unknown') AS unknown,
            sum(made) AS units,
            CASE WHEN count(price) = count(*) THEN sum(made * price) END AS amount
        FROM (
            SELECT *, CASE WHEN unit = 'image' AND results > 0 THEN results ELSE units END AS made
            FROM task WHERE sentAt >= ? AND state NOT IN ('queued', 'refused')
        )
        GROUP BY day, model, unit ORDER BY day DESC, model, unit
        """
}

extension LedgerLine {
    fileprivate init(_ row: Row) {
        self.init(
            day: row["day"],
            model: ModelID(rawValue: row["model"]),
            tasks: row["tasks"],
            failed: row["failed"],
            unknown: row["unknown"],
            unit: (row["unit"] as String?).flatMap(Billing.Unit.init),
            units: row["units"] ?? 0,
            amount: (row["amount"] as Int?).map(Dollars.init(micros:)),
        )
    }
}
