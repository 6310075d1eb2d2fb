import Tasks
import Terminal

/// A picture of a state at a moment; each view draws its part.
struct Frame {
    var canvas: Canvas
    let state: AppState
    let now: Timestamp
    let layout: Layout
    /// When unsaved results die, where that is near.
    let endings: [TaskNumber: Timestamp]

    init(of state: AppState, at now: Timestamp) {
        self.state = state
        self.now = now
        layout = state.layout
        endings = state.endings(at: now)
        canvas = Canvas(size: state.size, style: state.environment.theme[.text])
    }

    var theme: Theme { state.environment.theme }
    var clock: WallClock { WallClock(state.environment.zone) }

    @discardableResult
    mutating func write(
        _ text: some StringProtocol,
        _ role: Role,
        column: Int,
        row: Int,
        columns: Int,
    ) -> Int {
        canvas.write(
            text,
            at: Position(column: column, row: row),
            style: theme[role],
            columns: max(0, columns),
        )
    }

    /// Writes the spans one after the other and says how many columns they took.
    @discardableResult
    mutating func write(_ line: TextLine, column: Int, row: Int, columns: Int) -> Int {
        var used = line.indent
        for span in line.spans where used < columns {
            used += write(
                span.text,
                span.role,
                column: column + used,
                row: row,
                columns: columns - used,
            )
        }
        return used
    }

    /// Writes so that the text ends at `maxColumn`.
    mutating func write(_ line: TextLine, endingAt maxColumn: Int, row: Int) {
        let columns = line.columns
        write(line, column: maxColumn - columns, row: row, columns: columns)
    }

    /// Writes the part of a text's line that is in sight; gives the column of its cursor.
    mutating func write(
        _ editor: TextEditor,
        _ line: Range<Int>,
        _ cursor: Int?,
        _ role: Role,
        in rect: Rect,
    ) -> Int? {
        let window = LineWindow(editor, line: line, cursor: cursor, columns: rect.columns)
        let text = editor.text(window.range).filter { $0 != "\n" }
        write(text, role, column: rect.column, row: rect.row, columns: rect.columns)
        return window.cursorColumn.map { rect.column + $0 }
    }

    mutating func drawPane(_ rect: Rect, _ title: String, hasFocus: Bool) {
        canvas.box(
            rect,
            style: theme[hasFocus ? .borderFocused : .border],
            // The mark tells where the focus is when there are no colours.
            title: hasFocus ? "▸ \(title)" : title,
            titleStyle: theme[hasFocus ? .titleFocused : .title],
        )
    }

    /// A thumb on the right edge that shows which part of `all` rows is in sight.
    mutating func drawScrollbar(on rect: Rect, first: Int, shown: Int, all: Int) {
        let track = rect.rows - 2
        guard all > shown, shown > 0, track > 1 else { return }
        let length = max(1, min(track - 1, track * shown / all))
        let start = (track - length) * first / max(1, all - shown)
        let thumb = Rect(
            column: rect.maxColumn - 1,
            row: rect.row + 1 + min(start, track - length),
            columns: 1,
            rows: length,
        )
        canvas.fill(thumb, with: "┃", style: theme[.scrollbar])
    }
}

extension TextLine {
    var columns: Int { spans.reduce(indent) { $0 + CleanText.columns(of: $1.text) } }
}
