import Apixo
import GRDB
import Tasks

extension Journal {
    func save(_ draft: Draft) throws(JournalFault) {
        try writeLightly { db in
            try db.execute(
                sql: "INSERT OR REPLACE INTO draft (model, json) VALUES (?, ?)",
                arguments: [draft.model.rawValue, draft.json.text],
            )
        }
    }

    public func drafts() throws(JournalFault) -> [Draft] {
        try read { db in
            let rows = try Row.fetchAll(db, sql: "SELECT model, json FROM draft")
            return oddRows.read(rows, of: .draft, Draft.init)
        }
    }

    func set(_ key: String, _ value: String) throws(JournalFault) {
        try writeLightly { db in try Self.set(key, value, db) }
    }

    static func set(_ key: String, _ value: String, _ db: Database) throws {
        try db.execute(
            sql: "INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)",
            arguments: [key, value],
        )
    }

    /// The value of a setting, which becomes `fresh` if it has none; several programs agree.
    func settle(_ key: String, _ fresh: String) throws(JournalFault) -> String {
        if let value = try setting(key) { return value }
        return try write { db in
            try db.execute(
                sql: "INSERT OR IGNORE INTO setting (key, value) VALUES (?, ?)",
                arguments: [key, fresh],
            )
            return try Self.setting(key, db) ?? fresh
        }
    }

    public func setting(_ key: String) throws(JournalFault) -> String? {
        try read { db in try Self.setting(key, db) }
    }

    static func setting(_ key: String, _ db: Database) throws -> String? {
        let sql = "SELECT value FROM setting WHERE key = ?"
        return try String.fetchOne(db, sql: sql, arguments: [key])
    }
}

extension Draft {
    fileprivate init(_ row: Row) throws(OddValue) {
        guard let json = JSON(parsing: try row.value("json") as String) else {
            throw OddValue(column: "json")
        }
        self.init(model: ModelID(rawValue: try row.value("model")), json: json)
    }
}
