import Tasks

extension TaskTable {
    /// Rows asked for at a time.
    static let windowRows = 300
    /// Another window is asked for when fewer loaded rows are ahead.
    private static let prefetchRows = 75
    /// An answer that has not come by then is asked for again.
    private static let timeout = 5.0

    /// Asks for the rows around `anchor`; one question at a time, the last one counts.
    mutating func load(_ anchor: WindowQuery.Anchor, at now: Timestamp) -> [Effect] {
        if loading != nil, let since = loadingSince, now.seconds(since: since) < Self.timeout {
            wanted = anchor
            return []
        }
        let query = WindowQuery(
            filter: filter,
            text: text,
            sort: sort,
            anchor: anchor,
            limit: Self.windowRows,
        )
        loading = query
        loadingSince = now
        wanted = nil
        return [.loadWindow(query)]
    }

    /// The same stretch once more, as it is now.
    mutating func reload(at now: Timestamp) -> [Effect] {
        load(selection.map(WindowQuery.Anchor.around) ?? .top, at: now)
    }

    mutating func receive(_ window: TaskWindow, rows shown: Int, at now: Timestamp) -> [Effect] {
        guard window.query == loading else { return [] }
        loading = nil
        if isCurrent(window.query) { show(window, rows: shown) }
        guard let anchor = wanted else { return [] }
        return load(anchor, at: now)
    }

    private func isCurrent(_ query: WindowQuery) -> Bool {
        query.filter == filter && query.text == text && query.sort == sort
    }

    private mutating func show(_ window: TaskWindow, rows shown: Int) {
        let line = selectedPlace.map { $0 - top } ?? 0
        let wasAtTop = top == 0
        rows = window.rows
        first = window.first
        pinned = window.pinned
        total = max(window.total, window.first + window.rows.count)
        hasLoaded = true
        for index in rows.indices { freshen(index) }
        select(after: window.query.anchor)
        guard let place = selectedPlace else { return }
        // The selected row keeps its line, except that a table seen from its top stays there.
        top = wasAtTop && place < shown ? 0 : max(0, place - line)
        reveal(shown)
    }

    private mutating func freshen(_ index: Int) {
        guard let news = live[rows[index].id] else { return }
        rows[index] = TaskRow(news)
    }

    private mutating func select(after anchor: WindowQuery.Anchor) {
        switch anchor {
        case .top: selection = rows.first?.id
        case .bottom: selection = rows.last?.id
        case .around(let number):
            // The user may have moved on since.
            if selectedPlace == nil { selection = nearest(to: number)?.id }
        }
    }

    /// The row that took the place of one that is gone.
    private func nearest(to number: TaskNumber) -> TaskRow? {
        guard sort == .newest else { return rows.isEmpty ? nil : rows[rows.count / 2] }
        return rows.dropFirst(max(0, pinned - first)).first { $0.id <= number } ?? rows.last
    }

    /// What to load when the selection comes near the end of what is loaded.
    mutating func prefetch(at now: Timestamp) -> [Effect] {
        guard loading == nil, let selection, let place = selectedPlace else { return [] }
        let isNearStart = first > 0 && place - first < Self.prefetchRows
        let end = first + rows.count
        let isNearEnd = end < total && end - place <= Self.prefetchRows
        return isNearStart || isNearEnd ? load(.around(selection), at: now) : []
    }
}
