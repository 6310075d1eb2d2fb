extension TextEditor {
    /// Moves `rows` up or down as they are shown; false when the text ends there.
    mutating func moveVertically(by rows: Int, columns: Int) -> Bool {
        let shown = TextRows(self, columns: columns)
        let (row, column) = shown.cursor
        let target = min(max(0, row + rows), shown.rows.count - 1)
        guard target != row else { return false }
        let goal = goalColumn ?? column
        move(to: shown.place(inRow: target, column: goal))
        goalColumn = goal
        return true
    }

    /// Scrolls so that the cursor is among the `rows` shown.
    mutating func reveal(columns: Int, rows: Int) {
        let shown = TextRows(self, columns: columns)
        let row = shown.cursor.row
        scroll = min(scroll, max(0, shown.rows.count - rows))
        scroll = min(max(scroll, row - rows + 1), row)
    }
}
