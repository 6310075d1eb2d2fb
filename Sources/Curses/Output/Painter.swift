import CNcurses
import Terminal

/// Brings canvases into an ncurses window, row by row where they differ.
struct Painter {
    private let window: UnsafeMutablePointer<WINDOW>
    private let text: CellText
    private var colors: ColorPairs
    private var shown: Canvas?
    private var showsCursor: Bool?

    init(window: UnsafeMutablePointer<WINDOW>, encoding: Encoding, colors: ColorPairs) {
        self.window = window
        self.colors = colors
        text = CellText(encoding: encoding)
    }

    /// The terminal's screen is not what we left there.
    mutating func forget() {
        shown = nil
        showsCursor = nil
        clearok(window, true)
    }

    mutating func paint(_ canvas: Canvas) {
        if canvas.size != shown?.size { werase(window) }
        let old = canvas.size == shown?.size ? shown : nil
        let rows = min(canvas.size.rows, Int(getmaxy(window)))
        for row in 0..<rows where old?[row: row] != canvas[row: row] {
            paint(row: row, of: canvas)
        }
        placeCursor(canvas.cursor)
        shown = canvas
        wnoutrefresh(window)
        doupdate()
    }

    private mutating func paint(row: Int, of canvas: Canvas) {
        let columns = min(canvas.size.columns, Int(getmaxx(window)))
        var run: [UInt8] = []
        var start = 0
        let cells = canvas[row: row].prefix(columns)
        var style = cells.first?.style ?? .plain
        for (column, cell) in cells.enumerated() where !cell.isRightHalf {
            if cell.style != style {
                put(run, row: row, column: start, style: style)
                run.removeAll(keepingCapacity: true)
                (start, style) = (column, cell.style)
            }
            text.append(cell, to: &run)
        }
        put(run, row: row, column: start, style: style)
    }

    private mutating func put(_ run: [UInt8], row: Int, column: Int, style: Style) {
        guard !run.isEmpty else { return }
        colors.apply(style, to: window)
        run.withUnsafeBytes { bytes in
            let characters = bytes.bindMemory(to: CChar.self).baseAddress
            _ = mvwaddnstr(window, Int32(row), Int32(column), characters, Int32(bytes.count))
        }
    }

    private mutating func placeCursor(_ position: Position?) {
        if showsCursor != (position != nil) {
            showsCursor = position != nil
            curs_set(position == nil ? 0 : 1)
            // A hidden cursor need not be brought anywhere.
            leaveok(window, position == nil)
        }
        guard let position else { return }
        let row = min(max(0, position.row), Int(getmaxy(window)) - 1)
        let column = min(max(0, position.column), Int(getmaxx(window)) - 1)
        wmove(window, Int32(row), Int32(column))
    }
}
