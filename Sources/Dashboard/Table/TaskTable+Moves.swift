import Tasks

extension TaskTable {
    /// Moves the selection within what is loaded; `shown` rows are a page.
    mutating func move(_ movement: Movement, rows shown: Int) {
        guard !rows.isEmpty else { return }
        let place = selectedPlace.map { $0 - first } ?? 0
        let target = min(max(0, place + movement.rows(page: shown, of: rows.count)), rows.count - 1)
        selection = rows[target].id
        reveal(shown)
    }

    /// The ends of the history may not be loaded.
    func anchor(of movement: Movement) -> WindowQuery.Anchor? {
        switch movement {
        case .top: first > 0 ? .top : nil
        case .bottom: first + rows.count < total ? .bottom : nil
        case .up, .down, .pageUp, .pageDown, .halfUp, .halfDown: nil
        }
    }
}

extension TaskTable {
    /// Selects a task that has just been made; a filter that would hide it goes.
    mutating func show(_ number: TaskNumber) {
        if !filter.states.contains(.queued) { filter = .all }
        text = ""
        editor = nil
        selection = number
    }
}
