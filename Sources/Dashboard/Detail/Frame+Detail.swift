import Tasks
import Terminal

extension Frame {
    mutating func drawDetail(in rect: Rect) {
        drawPane(rect, "3 Detail", hasFocus: state.focus == .detail)
        let area = layout.detailText
        let lines = state.detailLines(in: area.size, at: now)
        guard !lines.isEmpty else { return drawNoDetail(in: area) }
        let scroll = min(state.detail.scroll, max(0, lines.count - area.rows))
        for (index, line) in lines.dropFirst(scroll).prefix(area.rows).enumerated() {
            write(line, column: area.column, row: area.row + index, columns: area.columns)
        }
        drawScrollbar(on: rect, first: scroll, shown: area.rows, all: lines.count)
    }

    private mutating func drawNoDetail(in area: Rect) {
        let text = "Everything about the selected task is shown here."
        let column = area.column + max(0, (area.columns - text.count) / 2)
        write(text, .muted, column: column, row: area.row + area.rows / 2, columns: area.columns)
    }
}
