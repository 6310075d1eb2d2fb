import Apixo
import Terminal

extension Frame {
    /// `128/5000`, red when it is too much.
    mutating func drawCounter(of field: FormField, _ rule: TextRule, in rect: Rect) {
        let count = state.compose.editors[field.slot]?.count ?? 0
        let role: Role = count > rule.length.upperBound ? .fault : .muted
        let text = "\(Words.count(count))/\(Words.count(rule.length.upperBound))"
        write(TextLine(text, role), endingAt: rect.maxColumn, row: rect.row)
    }

    mutating func drawCount(of field: FormField, _ rule: URLRule, in rect: Rect) {
        let count = state.compose.urlCount(at: field.slot)
        let role: Role = count > rule.count.upperBound ? .fault : .muted
        let text = "\(count) of \(rule.count.lowerBound)–\(rule.count.upperBound), one a line"
        write("  " + text, role, column: rect.column, row: rect.row, columns: rect.columns)
    }

    /// A row of a wrapped text, with the cursor when it stands there.
    mutating func drawText(
        of field: FormField,
        _ row: Int,
        _ isCurrent: Bool,
        _ form: FormLayout,
        in rect: Rect,
    ) {
        let isTyping = isCurrent && state.compose.isTyping
        let role: Role = isCurrent ? .inputFocused : .input
        canvas.fill(rect, style: theme[role])
        guard let editor = state.compose.editors[field.slot], let text = form.texts[field.slot]
        else { return }
        let shown = editor.scroll + row
        let inner = rect.inset(columns: 1)
        if editor.isEmpty, row == 0, !isTyping { drawPlaceholder(field.help, role, in: inner) }
        guard text.rows.indices.contains(shown) else { return }
        let words = text.text(ofRow: shown)
        write(words, role, column: inner.column, row: rect.row, columns: rect.columns - 1)
        let cursor = text.cursor
        guard isTyping, cursor.row == shown else { return }
        let column = inner.column + min(cursor.column, inner.columns)
        canvas.cursor = Position(column: column, row: rect.row)
    }

    private mutating func drawPlaceholder(_ text: String, _ role: Role, in rect: Rect) {
        write(text, .unset, column: rect.column, row: rect.row, columns: rect.columns)
        let background = theme[role].background
        canvas.restyle(rect) { $0.background = background }
    }

    mutating func drawLine(
        of field: FormField,
        _ example: String?,
        _ isCurrent: Bool,
        in rect: Rect,
    ) {
        guard let editor = state.compose.editors[field.slot] else { return }
        if editor.isEmpty, !isCurrent {
            let text = "  – " + (field.fallback ?? example.map { "such as \($0)" } ?? "not set")
            write(text, .unset, column: rect.column, row: rect.row, columns: rect.columns)
            return
        }
        var place = rect
        _ = place.splitLeft(1)
        draw(editor, editor.line, isCurrent, in: place)
    }

    /// One URL of a list, with its meaning or its number.
    mutating func drawEntry(
        of field: FormField,
        _ index: Int,
        _ isCurrent: Bool,
        _ form: FormLayout,
        in rect: Rect,
    ) {
        guard case .list(let rule) = field.control, let editor = state.compose.editors[field.slot],
            let rows = form.texts[field.slot]
        else { return }
        let isWrong = rule.isWrong(rows.text(ofRow: index), place: index + 1)
        let hasCursor = isCurrent && rows.cursor.row == index
        let name = rule.positions.indices.contains(index) ? rule.positions[index] : "\(index + 1)"
        let mark = isWrong && !hasCursor ? "! " : "  "
        let role: Role = isWrong && !hasCursor ? .fault : hasCursor ? .labelFocused : .muted
        write(mark + name, role, column: rect.column, row: rect.row, columns: form.labelColumns)
        var place = rect
        _ = place.splitLeft(form.valueColumn + 1)
        draw(editor, rows.rows[index], hasCursor, in: place)
    }

    /// A line of text in a field as wide as there is room.
    private mutating func draw(
        _ editor: TextEditor,
        _ line: Range<Int>,
        _ hasCursor: Bool,
        in rect: Rect,
    ) {
        let role: Role = hasCursor ? .inputFocused : .input
        canvas.fill(rect, style: theme[role])
        var place = rect
        _ = place.splitLeft(1)
        let cursor = hasCursor ? editor.cursor : nil
        let column = write(editor, line, cursor, role, in: place)
        guard let column, state.compose.isTyping else { return }
        canvas.cursor = Position(column: column, row: rect.row)
    }
}

extension URLRule {
    fileprivate func isWrong(_ text: String, place: Int) -> Bool {
        !text.isEmpty && problem(with: text, place: place) != nil
    }
}

extension Compose {
    fileprivate func urlCount(at slot: Slot) -> Int {
        guard case .input(let name) = slot, case .urls(let list)? = draft.values[name] else {
            return 0
        }
        return list.count
    }
}
