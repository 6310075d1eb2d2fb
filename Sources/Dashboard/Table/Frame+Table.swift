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
        var column = rect.column + 2
        let room = rect.columns - 6
        column += write(" /", .accent, column: column, row: row, columns: room)
        let editor = table.editor ?? TextEditor(table.text)
        let used = min(editor.columns(0..<min(editor.count, room)), room - 3) + 1
        let field = Rect(column: column, row: row, columns: used, rows: 1)
        canvas.fill(field, style: theme[.strong])
        let cursor = write(editor, editor.line, table.editor?.cursor, .strong, in: field)
        guard let cursor else { return }
        canvas.cursor = Position(column: cursor, row: row)
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
        fillZones(of: row, columns, in: rect)
        var pen = rect.column + 1
        func put(_ text: String, _ role: Role, _ width: Int, atRight: Bool = false) {
            guard width > 0 else { return }
            let shift = atRight ? max(0, width - CleanText.columns(of: text)) : 0
            write(text, role, column: pen + shift, row: rect.row, columns: width - shift)
            pen += width + TableColumns.gap
        }
        let selection = selectionRole(of: row)
        put("\(row.state.glyph) \(row.word)", selection ?? row.state.role, TableColumns.state)
        put("#\(row.id.rawValue)", selection ?? .muted, columns.number)
        put(row.model.rawValue, selection ?? .muted, columns.model)
        drawPrompt(of: row, columns, column: pen, row: rect.row)
        pen += columns.prompt + TableColumns.gap
        put(timeText(row), .text, TableColumns.time, atRight: true)
        put(row.age(at: now), .text, TableColumns.age, atRight: true)
    }

    /// Gaps look like the column before them: each change of style costs a slow line its bytes.
    ///
    /// For the same reason the selection covers the names and not the whole row.
    private mutating func fillZones(of row: TaskRow, _ columns: TableColumns, in rect: Rect) {
        let selection = selectionRole(of: row)
        var rest = rect
        let zones: [(Rect, Role)] = [
            (rest.splitLeft(columns.stateZone), selection ?? row.state.role),
            (rest.splitLeft(columns.nameZone), selection ?? .muted),
            (rest, .text),
        ]
        for (zone, role) in zones { canvas.fill(zone, style: theme[role]) }
    }

    private func selectionRole(of row: TaskRow) -> Role? {
        guard row.id == state.table.selection else { return nil }
        return tableHasFocus ? .tableSelected : .tableSelectedBlurred
    }

    var tableHasFocus: Bool { state.focus == .tasks }

    private func timeText(_ row: TaskRow) -> String {
        if let elapsed = row.elapsed(at: now) { return Words.clock(elapsed) }
        return row.costTime.map(Words.cost) ?? "–"
    }
}

extension TaskRow {
    fileprivate func age(at now: Timestamp) -> String {
        Words.age(Int(now.seconds(since: submittedAt)))
    }
}
