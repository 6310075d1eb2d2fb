import Apixo
import Coordination
import GRDB
import Machine
import Tasks

extension Journal {
    /// Reads a stretch of the history by key, so that a long one costs no more than a short one.
    public func window(
        _ query: WindowQuery,
        at now: Timestamp = SteadyClock().now,
    ) throws(JournalError) -> TaskWindow {
        try read { db in
            let order = RowOrder(query.sort, corruptRows)
            let filter = RowFilter(query)
            let unsaved = try ResultFile.unsaved(at: now, corruptRows, db)
            guard query.sort == .newest, let pins = try Pins(unsaved, filter, order, at: now, db)
            else { return try order.window(query, filter, db).with(unsaved) }
            let window = try order.window(pins.rest(of: query), filter.without(pins.rows), db)
            return pins.joined(window, query).with(unsaved)
        }
    }
}

extension TaskWindow {
    fileprivate func with(_ unsaved: [ResultFile]) -> TaskWindow {
        var window = self
        window.unsaved = unsaved
        return window
    }
}

/// The rows that match, as SQL.
struct RowFilter {
    var sql: String
    var arguments: StatementArguments

    init(_ query: WindowQuery) {
        sql = "isRemoved = 0"
        arguments = []
        if query.filter != .all {
            let ranks = query.filter.states.map(\.rank).sorted()
            sql += " AND rank IN (\(ranks.map(String.init).joined(separator: ", ")))"
        }
        guard !query.text.isEmpty else { return }
        let names = ["prompt", "taskId", "model", "failCode"]
        sql += " AND (\(names.map { "\($0) LIKE ? ESCAPE '\\'" }.joined(separator: " OR ")))"
        let pattern = "%\(query.text.escapedForLike)%"
        arguments += StatementArguments(names.map { _ in pattern })
    }

    func only(_ numbers: [TaskNumber]) -> RowFilter { adding("IN", numbers) }

    func without(_ rows: [TaskRow]) -> RowFilter { adding("NOT IN", rows.map(\.id)) }

    private func adding(_ word: String, _ numbers: [TaskNumber]) -> RowFilter {
        var filter = self
        let list = numbers.map { String($0.rawValue) }.joined(separator: ", ")
        filter.sql += " AND id \(word) (\(list))"
        return filter
    }

    func count(_ db: Database) throws -> Int {
        try Int.fetchOne(
            db,
            sql: "SELECT count(*) FROM task WHERE \(sql)",
            arguments: arguments,
        ) ?? 0
    }
}

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

extension TaskRow {
    fileprivate init(_ row: Row) throws(CorruptValue) {
        self.init(
            id: TaskNumber(rawValue: try row.value("id")),
            model: ModelID(rawValue: try row.value("model")),
            prompt: try row.value("prompt"),
            state: try TaskState(row),
            submittedAt: try row.moment("submittedAt"),
        )
        confirmedAt = try row.momentIfAny("confirmedAt")
        restoredAt = try row.momentIfAny("restoredAt")
        phase = try row.value("phase")
        acceptedAt = try row.momentIfAny("acceptedAt")
        endedAt = try row.momentIfAny("endedAt")
        costTime = try row.integerIfAny("costTime", in: Timestamp.possible)
        failCode = try row.value("failCode")
        isParked = try row.flag("isParked")
        isSettled = try row.flag("isSettled")
    }

    /// It has its place in the table all the same.
    fileprivate static func unreadable(_ number: TaskNumber) -> TaskRow {
        var row = TaskRow(
            id: number,
            model: ModelID(rawValue: "?"),
            prompt: "this row of the journal cannot be read; it is kept",
            state: .unknown,
            submittedAt: Timestamp(0),
        )
        row.isReadable = false
        return row
    }
}

extension String {
    fileprivate var escapedForLike: String {
        replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_")
    }
}
