import Coordination
import GRDB

extension Journal {
    package func set(_ key: String, _ value: String) throws(JournalError) {
        try writeLightly { db in try Self.set(key, value, db) }
    }

    static func set(_ key: String, _ value: String, _ db: Database) throws {
        try db.execute(
            sql: "INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)",
            arguments: [key, value],
        )
    }

    /// The value of a setting, which becomes `fresh` if it has none; several programs agree.
    func agree(on key: String, _ fresh: String) throws(JournalError) -> String {
        if let value = try setting(key) { return value }
        return try write { db in
            try db.execute(
                sql: "INSERT OR IGNORE INTO setting (key, value) VALUES (?, ?)",
                arguments: [key, fresh],
            )
            return try Self.setting(key, db) ?? fresh
        }
    }

    public func setting(_ key: String) throws(JournalError) -> String? {
        try read { db in try Self.setting(key, db) }
    }

    static func setting(_ key: String, _ db: Database) throws -> String? {
        let sql = "SELECT value FROM setting WHERE key = ?"
        return try String.fetchOne(db, sql: sql, arguments: [key])
    }
}
