import Terminal

extension Frame {
    mutating func draw(_ menu: Menu) {
        let rect = place(of: menu)
        let inner = openWindow(rect, title: menu.title)
        let first = max(0, min(menu.selected - inner.rows / 2, menu.items.count - inner.rows))
        let labels = menu.items.map { CleanText.columns(of: $0.label) }.max() ?? 0
        for (index, item) in menu.items.dropFirst(first).prefix(inner.rows).enumerated() {
            let isSelected = first + index == menu.selected
            let line = Rect(
                column: rect.column + 1,
                row: inner.row + index,
                columns: rect.columns - 2,
                rows: 1
            )
            draw(item, isSelected, labels: labels, hasLetters: menu.hasLetters, in: line)
        }
        drawScrollbar(on: rect, first: first, shown: inner.rows, all: menu.items.count)
    }

    private mutating func draw(
        _ item: Menu.Item,
        _ isSelected: Bool,
        labels: Int,
        hasLetters: Bool,
        in rect: Rect,
    ) {
        let role: Role = isSelected ? .overlaySelected : .overlay
        canvas.fill(rect, style: theme[role])
        var column = rect.column + 1
        if hasLetters {
            let letter = item.letter.map(String.init) ?? " "
            column += write(letter + "  ", role, column: column, row: rect.row, columns: 3)
        }
        write(item.label, role, column: column, row: rect.row, columns: rect.maxColumn - column - 1)
        column += labels + 2
        write(item.note, role, column: column, row: rect.row, columns: rect.maxColumn - column - 1)
    }

    /// Under its field where there is room, else in the middle.
    private func place(of menu: Menu) -> Rect {
        let labels = menu.items.map { CleanText.columns(of: $0.label) }.max() ?? 0
        let notes = menu.items.map { CleanText.columns(of: $0.note) }.max() ?? 0
        let letters = menu.hasLetters ? 3 : 0
        let columns = max(labels + letters + (notes > 0 ? notes + 2 : 0), menu.title.count + 2) + 4
        let rect = centered(columns: columns, rows: menu.items.count + 2)
        guard let slot = menu.slot else { return rect }
        let form = FormLayout(state.compose, size: layout.formSize)
        let row = layout.form.row + form.row(of: slot) + 1
        let fits = row + rect.rows <= layout.footer.row
        return Rect(
            column: min(
                layout.form.column + form.valueColumn - 1,
                layout.footer.columns - rect.columns
            ),
            row: fits ? row : max(0, row - 1 - rect.rows),
            columns: rect.columns,
            rows: rect.rows,
        )
    }
}

extension Menu {
    fileprivate var hasLetters: Bool { items.contains { $0.letter != nil } }
}
