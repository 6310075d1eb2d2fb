import Tasks

extension AppState {
    /// When the next thing in sight changes by time alone; nil when nothing does.
    public func nextDue(after now: Timestamp) -> Timestamp? {
        let notice = notices.shown(at: now)?.until
        let detail = detail.due(table.selection).map { max($0, now) }
        let silence = silentSince.map { $0 + Self.silenceLimit }.flatMap { $0 > now ? $0 : nil }
        let clock = isTicking ? now.nextSecond : nil
        let decision = nextDecision(after: now)
        return [notice, silence, clock, nextCountdown(after: now), decision, detail]
            .compactMap(\.self).min()
    }

    /// When a result in sight has a minute or an hour less to live.
    private func nextCountdown(after now: Timestamp) -> Timestamp? {
        guard !layout.isTooSmall else { return nil }
        let detailed = layout.detail.isEmpty ? [] : selectedTask?.files ?? []
        let ends = (expiring(at: now) + detailed).map(\.expiresAt)
        return ends.compactMap { $0.nextCountdown(after: now) }.min()
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

extension Timestamp {
    /// The words for what is left change by the minute, those for days by the hour.
    fileprivate func nextCountdown(after now: Timestamp) -> Timestamp? {
        let left = milliseconds - now.milliseconds
        guard left > 0 else { return nil }
        let step = left > 86_400_000 ? 3_600_000 : 60_000
        return Timestamp(milliseconds: now.milliseconds + left % step + 1)
    }

    /// Clocks tick together, on the whole second.
    fileprivate var nextSecond: Timestamp {
        Timestamp(milliseconds: (milliseconds / 1000 + 1) * 1000)
    }
}
