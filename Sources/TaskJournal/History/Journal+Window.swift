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
