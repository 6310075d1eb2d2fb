import Coordination
import GRDB

/// Makes a journal of an older version look like one of today, for a program that must not change
/// it: tables that it does not have are empty, columns are what a new one begins with.
enum OlderSchema {
    static func fill(_ db: Database, of path: String) throws {
        let migrator = Journal.migrator
        if try migrator.hasBeenSuperseded(db) { throw JournalError.newer(path) }
        if try migrator.hasCompletedMigrations(db) { return }
        try db.execute(sql: "PRAGMA temp_store = MEMORY")
        let today = try DatabaseQueue()
        try migrator.migrate(today)
        for (table, columns) in try today.read(tables) {
            let present = Set(try names(of: table, db))
            let missing = columns.filter { !present.contains($0.name) }
            if missing.isEmpty { continue }
            let values = missing.map { "\($0.value) AS \"\($0.name)\"" }.joined(separator: ", ")
            // Names without a schema mean what is temporary first.
            try db.execute(
                sql: """
                    CREATE TEMP VIEW "\(table)" AS SELECT \
                    \(present.isEmpty ? values : "*, \(values) FROM main.\"\(table)\"") \
                    \(present.isEmpty ? "WHERE 0" : "")
                    """
            )
        }
    }

    private struct Column {
        var name: String
        /// As SQL.
        var value: String
    }

    private static func tables(_ db: Database) throws -> [(String, [Column])] {
        let names = try String.fetchAll(
            db,
            sql: """
                SELECT name FROM sqlite_schema
                WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_'
                """,
        )
        return try names.map { name in
            let rows = try Row.fetchAll(
                db,
                sql: "SELECT name, ifnull(dflt_value, 'NULL') FROM pragma_table_info(?)",
                arguments: [name],
            )
            return (name, rows.map { Column(name: $0[0], value: $0[1]) })
        }
    }

    private static func names(of table: String, _ db: Database) throws -> [String] {
        try String.fetchAll(
            db,
            sql: "SELECT name FROM pragma_table_info(?, 'main')",
            arguments: [table],
        )
    }
}
