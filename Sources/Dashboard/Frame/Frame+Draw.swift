import Tasks
import Terminal

extension AppState {
    /// The frame that shows this state at a moment.
    public func render(at now: Timestamp) -> Canvas {
        var frame = Frame(of: self, at: now)
        frame.draw()
        return environment.isASCII ? frame.canvas.inASCII : frame.canvas
    }
}

extension Frame {
    mutating func draw() {
        guard !layout.isTooSmall else { return drawTooSmall() }
        drawHeader(in: layout.header)
        if !layout.tasks.isEmpty { drawTable(in: layout.tasks) }
        if !layout.detail.isEmpty { drawDetail(in: layout.detail) }
        if !layout.compose.isEmpty { drawCompose(in: layout.compose) }
        drawFooter(in: layout.footer)
        drawOverlay()
    }

    private mutating func drawTooSmall() {
        let least = Layout.leastSize
        let text =
            "apixo needs \(least.columns)×\(least.rows); this is "
            + "\(state.size.columns)×\(state.size.rows). q quits."
        let lines = CleanText.wrap(text, columns: max(1, state.size.columns))
        for (row, line) in lines.prefix(state.size.rows).enumerated() {
            write(line, .text, column: 0, row: row, columns: state.size.columns)
        }
    }
}
