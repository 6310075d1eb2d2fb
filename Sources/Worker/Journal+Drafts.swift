import Apixo
import GRDB
import Tasks

/// What the user asks of the terminal that sends and looks, written by one that does not.
public enum Wish: Sendable, Hashable {
    case lookNow(TaskNumber)
    /// A callback came to a terminal that does not look.
    case called(TaskID)
    case downloadAgain(TaskNumber, fileNumbers: [Int])
    case remove(TaskNumber)
    case settle(TaskNumber)
    case attach(TaskNumber, TaskID)
}

extension Journal {
    func save(_ draft: Draft) throws(JournalFault) {
        try writeLightly { db in
            try db.execute(
                sql: "INSERT OR REPLACE INTO draft VALUES (?, ?)",
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
            sql: "INSERT OR REPLACE INTO setting VALUES (?, ?)",
            arguments: [key, value],
        )
    }

    /// The value of a setting, which becomes `fresh` if it has none; several programs agree.
    func settle(_ key: String, _ fresh: String) throws(JournalFault) -> String {
        if let value = try setting(key) { return value }
        return try write { db in
            try db.execute(
                sql: "INSERT OR IGNORE INTO setting VALUES (?, ?)",
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

    func add(_ wish: Wish) throws(JournalFault) {
        let (kind, task, text) = wish.columns
        try write { db in
            try db.execute(
                sql: "INSERT INTO wish (kind, task, text) VALUES (?, ?, ?)",
                arguments: [kind, task.rawValue, text],
            )
        }
    }

    /// Tells the leader of a callback, once until it has read that.
    func passOn(callback id: TaskID) throws(JournalFault) {
        let isNoted = try read { db in
            try Bool.fetchOne(
                db,
                sql: "SELECT EXISTS (SELECT * FROM wish WHERE kind = 'called' AND text = ?)",
                arguments: [id.rawValue],
            )
        }
        if isNoted != true { try add(.called(id)) }
    }

    /// Takes the wishes of other terminals, oldest first.
    ///
    /// A task that was taken back goes off the list with them, so that no crash in between lets it
    /// be sent; a wish to remove one that has to stay is dropped.
    func takeWishes(of lead: Lead? = nil) throws(JournalFault) -> [Wish] {
        if try read({ db in try wishes(db).isEmpty }) { return [] }
        return try write { db in
            if let lead { try Self.check(lead, of: path, db) }
            return try wishes(db).compactMap { id, wish in
                try db.execute(sql: "DELETE FROM wish WHERE id = ?", arguments: [id])
                guard case .remove(let number) = wish else { return wish }
                return try remove(number, db) ? wish : nil
            }
        }
    }

    private func wishes(_ db: Database) throws -> [(Int, Wish)] {
        let rows = try Row.fetchAll(db, sql: "SELECT * FROM wish ORDER BY id")
        return oddRows.read(rows, of: .wish) { row throws(OddValue) in
            (try row.value("id"), try Wish(row))
        }
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

extension Wish {
    fileprivate var columns: (String, TaskNumber, String) {
        switch self {
        case .lookNow(let task): ("lookNow", task, "")
        case .called(let id): ("called", TaskNumber(rawValue: 0), id.rawValue)
        case .downloadAgain(let task, let numbers):
            ("downloadAgain", task, numbers.map(String.init).joined(separator: " "))
        case .remove(let task): ("remove", task, "")
        case .settle(let task): ("settle", task, "")
        case .attach(let task, let id): ("attach", task, id.rawValue)
        }
    }

    fileprivate init(_ row: Row) throws(OddValue) {
        let task = TaskNumber(rawValue: try row.value("task"))
        let text: String = try row.value("text")
        switch try row.value("kind") as String {
        case "lookNow": self = .lookNow(task)
        case "called": self = .called(TaskID(rawValue: text))
        case "downloadAgain":
            self = .downloadAgain(
                task,
                fileNumbers: text.split(separator: " ").compactMap { Int($0) }
            )
        case "remove": self = .remove(task)
        case "settle": self = .settle(task)
        case "attach": self = .attach(task, TaskID(rawValue: text))
        default: throw OddValue(column: "kind")
        }
    }
}
