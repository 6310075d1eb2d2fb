import GRDB
import Tasks

/// An order of the table, as SQL: a key column, then newest first.
struct RowOrder {
    private static let columns = """
        id, model, substr(prompt, 1, \(TaskRow.promptLimit)) AS prompt, state, submittedAt, phase, \
        acceptedAt, endedAt, costTime, failCode, isParked, isSettled, confirmedAt, restoredAt
        """

    private let key: String
    private let isDescending: Bool
    private let odd: CorruptRows

    init(_ sort: SortColumn, _ odd: CorruptRows) {
        self.odd = odd
        (key, isDescending) =
            switch sort {
            case .newest: ("id", true)
            case .state: ("rank", false)
            case .model: ("model", false)
            case .costTime: ("ifnull(costTime, -1)", true)
            }
    }

    /// A place in the order.
    struct Place {
        var key: DatabaseValue
        var id: Int
    }

    func window(_ query: WindowQuery, _ filter: RowFilter, _ db: Database) throws -> TaskWindow {
        let total = try filter.count(db)
        switch query.anchor {
        case .top:
            let rows = try after(nil, filter, query.limit, db)
            return TaskWindow(query: query, rows: rows, first: 0, total: total)
        case .bottom:
            let rows = try before(nil, filter, query.limit, db)
            let first = max(0, total - rows.count)
            return TaskWindow(query: query, rows: rows, first: first, total: total)
        case .around(let number):
            return try around(number, filter, query, total, db)
        }
    }

    private func around(
        _ number: TaskNumber,
        _ filter: RowFilter,
        _ query: WindowQuery,
        _ total: Int,
        _ db: Database,
    ) throws -> TaskWindow {
        guard let place = try place(of: number, db) else {
            let rows = try after(nil, filter, query.limit, db)
            return TaskWindow(query: query, rows: rows, first: 0, total: total)
        }
        let before = try before(place, filter, query.limit / 2, db)
        let after = try after(place, filter, query.limit - before.count, db)
        let first = try countBefore(place, filter, db) - before.count
        return TaskWindow(query: query, rows: before + after, first: first, total: total)
    }

    /// The rows from `place` on, it with them.
    func after(_ place: Place?, _ filter: RowFilter, _ limit: Int, _ db: Database) throws
        -> [TaskRow]
    {
        try rows(place, filter, limit, isForward: true, db)
    }

    /// The rows just before `place`, in the table's order.
    func before(_ place: Place?, _ filter: RowFilter, _ limit: Int, _ db: Database) throws
        -> [TaskRow]
    {
        try rows(place, filter, limit, isForward: false, db).reversed()
    }

    private func place(of number: TaskNumber, _ db: Database) throws -> Place? {
        try Row.fetchOne(
            db,
            sql: "SELECT \(key) AS key FROM task WHERE id = ?",
            arguments: [number.rawValue],
        )
        .map { Place(key: $0["key"] ?? .null, id: number.rawValue) }
    }

    private func rows(
        _ place: Place?,
        _ filter: RowFilter,
        _ limit: Int,
        isForward: Bool,
        _ db: Database,
    ) throws -> [TaskRow] {
        let bound = bound(place, isForward: isForward)
        let keyOrder = isDescending == isForward ? "DESC" : "ASC"
        let idOrder = isForward ? "DESC" : "ASC"
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT \(Self.columns) FROM task WHERE \(filter.sql)\(bound.sql)
                ORDER BY \(key) \(keyOrder), id \(idOrder) LIMIT \(limit)
                """,
            arguments: filter.arguments + bound.arguments,
        )
        return try rows.map { row throws(CorruptValue) in
            let number = TaskNumber(rawValue: try row.value("id"))
            return odd.read(row, of: .task, TaskRow.init) ?? .unreadable(number)
        }
    }

    private func countBefore(_ place: Place, _ filter: RowFilter, _ db: Database) throws -> Int {
        let bound = bound(place, isForward: false)
        return try Int.fetchOne(
            db,
            sql: "SELECT count(*) FROM task WHERE \(filter.sql)\(bound.sql)",
            arguments: filter.arguments + bound.arguments,
        ) ?? 0
    }

    /// The first comparison alone lets SQLite start in the middle of the index.
    private func bound(_ place: Place?, isForward: Bool) -> (
        sql: String, arguments: StatementArguments
    ) {
        guard let place else { return ("", []) }
        let beyond = isDescending == isForward ? "<" : ">"
        let id = isForward ? "id <= ?" : "id > ?"
        return (
            " AND \(key) \(beyond)= ? AND (\(key) \(beyond) ? OR \(id))",
            [place.key, place.key, place.id]
        )
    }
}
