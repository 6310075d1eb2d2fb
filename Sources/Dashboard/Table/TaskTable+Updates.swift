import Tasks

extension TaskTable {
    /// Takes in what the engine says; true when the window no longer is what the journal would say.
    mutating func receive(_ news: [TaskUpdate]) -> Bool {
        var isStale = false
        for item in news {
            let state = item.task.state
            let isChanged = live[item.task.id]?.task.state != state
            live[item.task.id] = state.isFinished ? nil : item
            if update(TaskRow(item), isChanged: isChanged) { isStale = true }
            // A window under way may have been read before this came about.
            if isChanged, loading != nil { isStale = true }
        }
        return isStale
    }

    private mutating func update(_ row: TaskRow, isChanged: Bool) -> Bool {
        guard let index = rows.firstIndex(where: { $0.id == row.id }) else {
            return isChanged && add(row)
        }
        let old = rows[index]
        guard old != row else { return false }
        rows[index] = row
        return old.state != row.state && (filter != .all || sort == .state || sort == .costTime)
    }

    /// The newest task stands first in a table of all tasks; elsewhere the journal knows its place.
    private mutating func add(_ row: TaskRow) -> Bool {
        guard filter.states.contains(row.state) else { return false }
        guard text.isEmpty, sort == .newest, hasLoaded, first == 0, pinned == 0 else { return true }
        guard rows.first.map({ $0.id < row.id }) ?? (total == 0) else { return true }
        rows.insert(row, at: 0)
        total += 1
        if top > 0 { top += 1 }
        if selection == nil { selection = row.id }
        return false
    }

    /// Takes a row away and selects its neighbour.
    mutating func drop(_ number: TaskNumber) {
        live[number] = nil
        guard let index = rows.firstIndex(where: { $0.id == number }) else { return }
        rows.remove(at: index)
        total = max(0, total - 1)
        guard selection == number else { return }
        selection = rows.isEmpty ? nil : rows[min(index, rows.count - 1)].id
    }
}
