import Coordination
import GRDB
import Tasks

extension Journal {
    /// What is kept; one row for as long as the balance stands still.
    private static let remembered = 10_000

    /// Notes a balance as read: later it tells what an unknown submit may have cost.
    public func note(_ balance: Balance) throws(JournalError) {
        try writeLightly { db in
            let last = try Row.fetchOne(db, sql: "SELECT * FROM balance ORDER BY at DESC LIMIT 1")
                .flatMap { corruptRows.read($0, of: .balance, BalanceRow.init) }
            if let last, last.amount == balance.amount {
                try db.execute(
                    sql: "UPDATE balance SET seen = max(seen, ?) WHERE at = ?",
                    arguments: [balance.at.milliseconds, last.at.milliseconds],
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
    func balances(around unknown: Unknown) throws(JournalError) -> BalanceEvidence {
        try read { db in
            let before = try Row.fetchOne(
                db,
                sql: "SELECT * FROM balance WHERE at <= ? ORDER BY at DESC LIMIT 1",
                arguments: [unknown.sentAt.milliseconds],
            )
            .flatMap { corruptRows.read($0, of: .balance, BalanceRow.init) }
            let after = try Row.fetchOne(
                db,
                sql: "SELECT * FROM balance WHERE seen > ? ORDER BY at LIMIT 1",
                arguments: [unknown.noticedAt.milliseconds],
            )
            .flatMap { corruptRows.read($0, of: .balance, BalanceRow.init) }
            return BalanceEvidence(
                before: before.map { row in
                    Balance(amount: row.amount, at: min(row.seen, unknown.sentAt))
                },
                after: after.map { row in
                    let isLater = row.at > unknown.noticedAt
                    return Balance(amount: row.amount, at: isLater ? row.at : row.seen)
                },
            )
        }
    }
}

/// It stood from `at` to `seen`.
private struct BalanceRow {
    let at: Timestamp
    let seen: Timestamp
    let amount: Double

    init(_ row: Row) throws(CorruptValue) {
        at = try row.moment("at")
        seen = try row.moment("seen")
        amount = try row.value("amount")
        guard amount.isFinite else { throw CorruptValue(column: "amount") }
    }
}
