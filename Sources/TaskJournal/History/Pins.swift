import GRDB
import Tasks

/// The rows that stand before all others, because their results are not saved and die soon.
struct Pins {
    /// Those whose results die first first.
    let rows: [TaskRow]

    init?(
        _ unsaved: [ResultFile],
        _ filter: RowFilter,
        _ order: RowOrder,
        at now: Timestamp,
        _ db: Database,
    ) throws {
        let soon = unsaved.filter { $0.expiresAt < now + Double(ResultFile.nearEnd) }
        let numbers = soon.reduce(into: [TaskNumber]()) { numbers, file in
            if !numbers.contains(file.id.task) { numbers.append(file.id.task) }
        }
        let found = try order.after(nil, filter.only(numbers), numbers.count, db)
        rows = numbers.compactMap { number in found.first { $0.id == number } }
        if rows.isEmpty { return nil }
    }

    /// What to ask for of the rows that follow.
    func rest(of query: WindowQuery) -> WindowQuery {
        guard case .around(let number) = query.anchor, rows.contains(where: { $0.id == number })
        else { return query }
        var query = query
        query.anchor = .top
        return query
    }

    func joined(_ rest: TaskWindow, _ query: WindowQuery) -> TaskWindow {
        var window = rest
        window.query = query
        window.pinned = rows.count
        window.total += rows.count
        let before = count(before: rest, query)
        let start = rows.count - before
        window.first = before > 0 ? start : rest.first + rows.count
        let all = rows[start...] + rest.rows
        window.rows = Array(
            query.anchor == .bottom ? all.suffix(query.limit) : all.prefix(query.limit)
        )
        return window
    }

    /// How many of the pinned rows the window begins with.
    private func count(before rest: TaskWindow, _ query: WindowQuery) -> Int {
        guard rest.first == 0 else { return 0 }
        switch query.anchor {
        case .top: return rows.count
        case .bottom: return min(rows.count, max(0, query.limit - rest.rows.count))
        case .around(let number):
            if let place = rows.firstIndex(where: { $0.id == number }) {
                return rows.count - max(0, place - query.limit / 2)
            }
            guard let place = rest.rows.firstIndex(where: { $0.id <= number }) else {
                return min(rows.count, query.limit / 2)
            }
            return min(rows.count, max(0, query.limit / 2 - place))
        }
    }
}
