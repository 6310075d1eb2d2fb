import Apixo
import Tasks

/// The rows in view, the stretch of history around them, and the one that is selected.
struct TaskTable: Sendable {
    var filter = StateFilter.all
    var text = ""
    var sort = SortColumn.newest
    /// The filter text while it is being written.
    var editor: TextEditor?

    var rows: [TaskRow] = []
    /// How many rows of the history stand before the first one here.
    var first = 0
    /// How many rows match in all.
    var total = 0
    /// How many rows of the history stand first for their unsaved results, whatever their age.
    var pinned = 0
    /// By number, so that a table that moves does not move what the next key acts on.
    var selection: TaskNumber?
    /// The first row shown, counted from the start of the history.
    var top = 0
    /// Tasks that have not ended, whether they are in view or not.
    var live: [TaskNumber: TaskUpdate] = [:]

    /// The window asked for and not yet here.
    var loading: WindowQuery?
    var loadingSince: Timestamp?
    /// What was asked for is out of date already.
    var wanted: WindowQuery.Anchor?
    var hasLoaded = false

    /// Where the selection stands in the whole history.
    var selectedPlace: Int? {
        guard let selection else { return nil }
        return rows.firstIndex { $0.id == selection }.map { $0 + first }
    }

    var selectedRow: TaskRow? {
        guard let selection else { return nil }
        return rows.first { $0.id == selection } ?? live[selection].map(TaskRow.init)
    }

    /// The rows above and below the selected one.
    var neighbours: [TaskNumber] {
        guard let place = rows.firstIndex(where: { $0.id == selection }) else { return [] }
        return [place + 1, place - 1].filter(rows.indices.contains).map { rows[$0].id }
    }

    var isNarrowed: Bool { filter != .all || !text.isEmpty }

    /// The rows of `count` lines on screen, as far as they are loaded.
    func shownRows(_ count: Int) -> ArraySlice<TaskRow> {
        let start = min(max(0, top - first), rows.count)
        return rows[start..<min(rows.count, start + max(0, count))]
    }

    /// Scrolls so that the selection is among the `count` rows shown.
    mutating func reveal(_ count: Int) {
        guard count > 0 else { return }
        if let place = selectedPlace { top = min(max(top, place - count + 1), place) }
        top = max(0, min(top, total - count))
        // What lies outside the window cannot be drawn.
        top = max(first, min(top, first + rows.count - count))
    }
}

extension TaskRow {
    init(_ news: TaskUpdate) {
        self.init(news.task)
        expectedSeconds = news.expectedSeconds
    }
}
