import Apixo
import Coordination
import GRDB
import Tasks

extension Journal {
    /// What holds all of them back.
    public func hold() throws(JournalError) -> AccountHold? {
        try read { db in
            try Row.fetchOne(db, sql: "SELECT * FROM hold")
                .flatMap { corruptRows.read($0, of: .hold, AccountHold.init) }
        }
    }

    static func note(_ hold: AccountHold?, _ db: Database) throws {
        try db.execute(sql: "DELETE FROM hold")
        guard let hold else { return }
        try db.execute(
            sql: """
                INSERT INTO hold (id, reason, status, message, since, balance, isSeenFree)
                VALUES (1, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                hold.reason.rawValue, hold.status, hold.message, hold.since.milliseconds,
                hold.balance, hold.isSeenFree,
            ],
        )
    }
}

extension AccountHold {
    fileprivate init(_ row: Row) throws(CorruptValue) {
        guard let reason = Reason(rawValue: try row.value("reason")) else {
            throw CorruptValue(column: "reason")
        }
        let balance: Double? = try row.value("balance")
        self.init(
            reason: reason,
            status: try row.integer("status", in: 0...999),
            message: try row.value("message"),
            since: try row.moment("since"),
            balance: balance.flatMap { $0.isFinite ? $0 : nil },
            isSeenFree: try row.flag("isSeenFree"),
        )
    }
}
