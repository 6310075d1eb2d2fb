import Terminal

extension Frame {
    mutating func drawOverlay() {
        switch state.overlay {
        case .help(let scroll)?: drawHelp(scroll: scroll)
        case .notices(let scroll)?: drawNotices(scroll: scroll)
        case .menu(let menu)?: draw(menu)
        case .question(let question)?: draw(question)
        case .box(let box)?: draw(box)
        case nil: break
        }
    }

    /// Clears a window over the panes and frames it; returns its inside.
    mutating func openWindow(_ rect: Rect, title: String) -> Rect {
        canvas.cursor = nil
        canvas.fill(rect, style: theme[.overlay])
        canvas.box(rect, style: theme[.overlayBorder], title: title)
        return rect.inset(columns: 2, rows: 1)
    }

    /// A window in the middle, as large as its contents and the screen allow.
    func centered(columns: Int, rows: Int) -> Rect {
        let columns = min(columns, state.size.columns - 4)
        let rows = min(rows, state.size.rows - 2)
        return Rect(
            column: (state.size.columns - columns) / 2,
            row: (state.size.rows - rows) / 2,
            columns: columns,
            rows: rows,
        )
    }

    private mutating func draw(_ question: Question) {
        let columns = min(62, state.size.columns - 4)
        var text = CleanText.wrap(question.text, columns: columns - 4, rows: 6)
        if question.wasHurried {
            text += CleanText.wrap(Question.hurried, columns: columns - 4, rows: 2)
        }
        let rect = centered(columns: columns, rows: text.count + 4)
        let inner = openWindow(rect, title: question.title)
        for (index, line) in text.enumerated() {
            write(
                line,
                .overlay,
                column: inner.column,
                row: inner.row + index,
                columns: inner.columns
            )
        }
        let isReady = state.pace.decision != nil || state.isReady(at: now)
        drawAnswers([isReady ? ("y", "yes") : (" ", "   "), ("n", "no")], in: inner)
    }

    private mutating func draw(_ box: InputBox) {
        let columns = min(62, state.size.columns - 4)
        let text = CleanText.wrap(box.text, columns: columns - 4, rows: 4)
        let inner = openWindow(centered(columns: columns, rows: text.count + 6), title: box.title)
        for (index, line) in text.enumerated() {
            write(
                line,
                .overlay,
                column: inner.column,
                row: inner.row + index,
                columns: inner.columns
            )
        }
        let row = inner.row + text.count + 1
        let field = Rect(column: inner.column, row: row, columns: inner.columns, rows: 1)
        canvas.fill(field, style: theme[.inputFocused])
        let editor = box.editor
        let column = write(editor, editor.line, editor.cursor, .inputFocused, in: field)
        canvas.cursor = column.map { Position(column: $0, row: row) }
        drawAnswers([("Enter", "attach"), ("Esc", "leave")], in: inner)
    }

    /// The keys that answer, at the foot of a window.
    private mutating func drawAnswers(_ answers: [(key: String, word: String)], in rect: Rect) {
        var column = rect.column
        let background = theme[.overlay].background
        for answer in answers {
            column += write(
                answer.key,
                .footerKey,
                column: column,
                row: rect.maxRow - 1,
                columns: 8
            )
            column += write(
                " \(answer.word)   ",
                .overlay,
                column: column,
                row: rect.maxRow - 1,
                columns: 12
            )
        }
        let row = Rect(column: rect.column, row: rect.maxRow - 1, columns: rect.columns, rows: 1)
        canvas.restyle(row) { $0.background = background }
    }
}
