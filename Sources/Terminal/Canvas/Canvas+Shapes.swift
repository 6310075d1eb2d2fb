extension Canvas {
    public mutating func fill(_ rect: Rect, with character: Character = " ", style: Style) {
        let area = visible(rect)
        let glyph = Glyph.first(of: character)
        let cell = Cell(scalar: glyph.scalar, columns: glyph.columns, style: style)
        for row in area.row..<area.maxRow {
            for column in stride(from: area.column, to: area.maxColumn, by: glyph.columns) {
                // Half of a wide character would lie outside.
                let fits = column + glyph.columns <= area.maxColumn
                put(fits ? cell : .blank(style), column: column, row: row)
            }
        }
    }

    /// Changes how cells look, not what they say: a selection, a dimmed background.
    public mutating func restyle(_ rect: Rect, _ change: (inout Style) -> Void) {
        let area = visible(rect)
        for row in area.row..<area.maxRow {
            for index in row * size.columns + area.column..<row * size.columns + area.maxColumn {
                change(&cells[index].style)
            }
        }
    }

    /// Draws a frame with rounded corners and a title in its upper edge.
    public mutating func box(
        _ rect: Rect,
        style: Style,
        title: String = "",
        titleStyle: Style? = nil,
    ) {
        guard rect.columns >= 2, rect.rows >= 2 else { return }
        drawEdge(rect, row: rect.row, ends: ("╭", "╮"), style: style)
        for row in rect.row + 1..<rect.maxRow - 1 {
            put(Cell(scalar: "│", style: style), column: rect.column, row: row)
            put(Cell(scalar: "│", style: style), column: rect.maxColumn - 1, row: row)
        }
        drawEdge(rect, row: rect.maxRow - 1, ends: ("╰", "╯"), style: style)
        drawTitle(title, in: rect, style: titleStyle ?? style)
    }

    private mutating func drawEdge(
        _ rect: Rect,
        row: Int,
        ends: (Unicode.Scalar, Unicode.Scalar),
        style: Style,
    ) {
        let inner = Rect(column: rect.column + 1, row: row, columns: rect.columns - 2, rows: 1)
        fill(inner, with: "─", style: style)
        put(Cell(scalar: ends.0, style: style), column: rect.column, row: row)
        put(Cell(scalar: ends.1, style: style), column: rect.maxColumn - 1, row: row)
    }

    private mutating func drawTitle(_ title: String, in rect: Rect, style: Style) {
        guard !title.isEmpty, rect.columns >= 7 else { return }
        let start = Position(column: rect.column + 2, row: rect.row)
        let used = write(" \(title)", at: start, style: style, columns: rect.columns - 5)
        write(" ", at: Position(column: start.column + used, row: start.row), style: style)
    }

    /// The part of `rect` that lies on the canvas.
    private func visible(_ rect: Rect) -> Rect {
        let column = min(max(0, rect.column), size.columns)
        let row = min(max(0, rect.row), size.rows)
        return Rect(
            column: column,
            row: row,
            columns: min(rect.maxColumn, size.columns) - column,
            rows: min(rect.maxRow, size.rows) - row,
        )
    }
}
