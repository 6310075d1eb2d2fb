import GRDB
import Tasks

extension Journal {
    /// What is kept; one row for as long as the balance stands still.
    private static let remembered = 10_000

    /// Notes a balance as read: later it tells what an unknown submit may have cost.
    func note(_ balance: Balance) throws(JournalFault) {
        try writeLightly { db in
            let last = try Row.fetchOne(db, sql: "SELECT * FROM balance ORDER BY at DESC LIMIT 1")
            if let last, last["amount"] == balance.amount {
                try db.execute(
                    sql: "UPDATE balance SET seen = max(seen, ?) WHERE at = ?",
                    arguments: [balance.at.milliseconds, last["at"] as Int],
                )
            } else {
                let at = balance.at.milliseconds
                try db.execute(
                    sql: "INSERT OR REPLACE INTO balance (at, seen, amount) VALUES (?, ?, ?)",
                    arguments: [at, at, balance.amount],
                )
                try db.execute(
                    sql: """
                        DELETE FROM balance WHERE at <= (
                            SELECT at FROM balance ORDER BY at DESC LIMIT 1 OFFSET ?
                        )
                        """,
                    arguments: [Self.remembered],
                )
            }
        }
    }

    /// The last balance read before an unknown submit left and the first one after its loss.
    func balances(around unknown: Unknown) throws(JournalFault) -> BalanceEvidence {
        let sentAt = unknown.sentAt.milliseconds
        let noticedAt = unknown.noticedAt.milliseconds
        return try read { db in
            let before = try Row.fetchOne(
                db,
                sql: "SELECT * FROM balance WHERE at <= ? ORDER BY at DESC LIMIT 1",
                arguments: [sentAt],
            )
            let after = try Row.fetchOne(
                db,
                sql: "SELECT * FROM balance WHERE seen > ? ORDER BY at LIMIT 1",
                arguments: [noticedAt],
            )
            return BalanceEvidence(
                before: before.map { row in
                    Balance(amount: row["amount"], at: Moment(min(row["seen"], sentAt)))
                },
                after: after.map { row in
                    let at: Int = row["at"]
                    return Balance(
                        amount: row["amount"],
                        at: Moment(at > noticedAt ? at : row["seen"])
                    )
                },
            )
        }
    }
}
