import Tasks

extension AppState {
    /// When the next thing in sight changes by time alone; nil when nothing does.
    public func nextDue(after now: Moment) -> Moment? {
        let notice = notice.map(\.until).flatMap { $0 > now ? $0 : nil }
        return [notice, isTicking ? now.nextSecond : nil].compactMap(\.self).min()
    }

    /// A clock of a running task is in sight.
    private var isTicking: Bool {
        let layout = layout
        guard !layout.isTooSmall else { return false }
        if !layout.tasks.isEmpty, table.shownRows(layout.tableRows).contains(where: \.isTicking) {
            return true
        }
        return !layout.detail.isEmpty && table.selectedRow?.isTicking == true
    }
}

extension Moment {
    /// Clocks tick together, on the whole second.
    fileprivate var nextSecond: Moment {
        Moment(milliseconds: (milliseconds / 1000 + 1) * 1000)
    }
}
