import Apixo
import Tasks
import Terminal

extension Frame {
    mutating func drawTable(in rect: Rect) {
        drawPane(rect, tableTitle, hasFocus: state.focus == .tasks)
        drawFilter(on: rect)
        var area = rect.inset(columns: 1, rows: 1)
        guard !state.table.rows.isEmpty else { return drawEmptyTable(in: area) }
        let catalog = state.environment.catalog
        let columns = TableColumns(state.table, catalog: catalog, columns: area.columns - 2)
        drawTableHeading(columns, in: area.splitTop(1))
        for (line, row) in state.table.shownRows(area.rows).enumerated() {
            let place = Rect(
                column: area.column,
                row: area.row + line,
                columns: area.columns,
                rows: 1
            )
            draw(row, columns, in: place)
        }
        drawScrollbar(on: rect, first: state.table.top, shown: area.rows, all: state.table.total)
    }

    private var tableTitle: String {
        let table = state.table
        var parts = ["2 Tasks"]
        if let place = table.selectedPlace {
            parts[0] += " \(Words.count(place + 1))/\(Words.count(table.total))"
        }
        if table.filter != .all { parts.append(table.filter.rawValue) }
        if table.sort != .newest { parts.append("by \(table.sort.rawValue)") }
        return parts.joined(separator: " · ")
    }

    /// The filter's text stands in the lower edge.
    private mutating func drawFilter(on rect: Rect) {
        let table = state.table
        guard table.editor != nil || !table.text.isEmpty else { return }
        let row = rect.maxRow - 1
        let text = table.editor?.text ?? table.text
        var column = rect.column + 2
        let room = rect.columns - 6
        column += write(" /", .accent, column: column, row: row, columns: room)
        let used = write(text, .strong, column: column, row: row, columns: room - 3)
        write(" ", .text, column: column + used, row: row, columns: 1)
        guard let editor = table.editor else { return }
        let place = min(editor.columns(0..<editor.cursor), room - 3)
        canvas.cursor = Position(column: column + place, row: row)
    }

    private mutating func drawTableHeading(_ columns: TableColumns, in rect: Rect) {
        canvas.fill(rect, style: theme[.tableHeader])
        var pen = rect.column + 1
        func put(_ text: String, _ width: Int, atRight: Bool = false) {
            guard width > 0 else { return }
            let shift = atRight ? max(0, width - text.count) : 0
            write(text, .tableHeader, column: pen + shift, row: rect.row, columns: width - shift)
            pen += width + TableColumns.gap
        }
        put("state", TableColumns.state)
        put("id", columns.number)
        put("model", columns.model)
        put("prompt", columns.prompt)
        put("time", TableColumns.time, atRight: true)
        put("age", TableColumns.age, atRight: true)
    }

    private mutating func draw(_ row: TaskRow, _ columns: TableColumns, in rect: Rect) {
        let look = RowLook(
            row,
            isSelected: row.id == state.table.selection,
            hasFocus: tableHasFocus
        )
        if let style = look.selection { canvas.fill(rect, style: theme[style]) }
        var pen = rect.column + 1
        func put(_ text: String, _ role: Role, _ width: Int, atRight: Bool = false) {
            guard width > 0 else { return }
            let shift = atRight ? max(0, width - CleanText.columns(of: text)) : 0
            let role = look.role(role)
            write(text, role, column: pen + shift, row: rect.row, columns: width - shift)
            pen += width + TableColumns.gap
        }
        put("\(row.state.glyph) \(row.word)", row.state.role, TableColumns.state)
        put("#\(row.id.rawValue)", .muted, columns.number)
        put(row.model.rawValue, .muted, columns.model)
        drawPrompt(of: row, columns, look, column: pen, row: rect.row)
        pen += columns.prompt + TableColumns.gap
        put(timeText(row), .text, TableColumns.time, atRight: true)
        put(
            Words.age(Int(now.seconds(since: row.submittedAt))),
            .muted,
            TableColumns.age,
            atRight: true
        )
    }

    var tableHasFocus: Bool { state.focus == .tasks }

    private func timeText(_ row: TaskRow) -> String {
        if let elapsed = row.elapsed(at: now) { return Words.clock(elapsed) }
        return row.costTime.map(Words.cost) ?? "–"
    }
}

/// How a row looks: as its parts say, or as one block when it is selected.
struct RowLook: Sendable {
    let selection: Role?

    init(_ row: TaskRow, isSelected: Bool, hasFocus: Bool) {
        selection = isSelected ? hasFocus ? .tableSelected : .tableSelectedBlurred : nil
    }

    func role(_ role: Role) -> Role { selection ?? role }
}
