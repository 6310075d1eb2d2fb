import Apixo
import Coordination
import GRDB
import Tasks

extension Journal {
    package func save(_ draft: Draft) throws(JournalError) {
        try writeLightly { db in
            try db.execute(
                sql: "INSERT OR REPLACE INTO draft (model, json) VALUES (?, ?)",
                arguments: [draft.model.rawValue, draft.json.text],
            )
        }
    }

    public func drafts() throws(JournalError) -> [Draft] {
        try read { db in
            let rows = try Row.fetchAll(db, sql: "SELECT model, json FROM draft")
            return corruptRows.read(rows, of: .draft, Draft.init)
        }
    }
}

extension Draft {
    fileprivate init(_ row: Row) throws(CorruptValue) {
        guard let json = JSON(parsing: try row.value("json") as String) else {
            throw CorruptValue(column: "json")
        }
        self.init(model: ModelID(rawValue: try row.value("model")), json: json)
    }
}
