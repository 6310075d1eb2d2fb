import Tasks
import Terminal

/// What was told so far, with its times, the newest first.
struct NoticeText {
    private static let timeColumns = 10

    private(set) var lines: [TextLine] = []

    init(_ log: NoticeLog, clock: WallClock, columns: Int) {
        for entry in log.entries {
            let times = entry.times > 1 ? " (\(entry.times) times)" : ""
            let role = Role(entry.notice.severity)
            let text = "\(entry.notice.severity.glyph) \(entry.notice.text)\(times)"
            let rows = CleanText.wrap(text, columns: columns - Self.timeColumns, rows: 8)
            for (index, row) in rows.enumerated() {
                let time = index == 0 ? clock.time(entry.at) : ""
                lines.append(TextLine(time.padded(to: Self.timeColumns), .muted).adding(row, role))
            }
        }
        if lines.isEmpty { lines = [TextLine("No messages yet.", .muted)] }
    }
}
