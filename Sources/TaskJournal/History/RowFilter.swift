import GRDB
import Tasks

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

extension String {
    fileprivate var escapedForLike: String {
        replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_")
    }
}
