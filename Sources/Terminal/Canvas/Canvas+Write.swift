extension Canvas {
    /// Writes one line of cleaned text and says how many columns it took.
    ///
    /// Text longer than `columns` ends in an ellipsis; without `columns` it stops at the edge.
    @discardableResult
    @inlinable
    public mutating func write(
        _ text: some StringProtocol,
        at position: Position,
        style: Style,
        columns: Int? = nil,
    ) -> Int {
        write(whole: text.asSubstring, at: position, style: style, columns: columns)
    }

    @usableFromInline
    mutating func write(
        whole text: Substring,
        at position: Position,
        style: Style,
        columns limit: Int?,
    ) -> Int {
        let room = limit ?? size.columns - position.column
        guard room > 0, rows.contains(position.row) else { return 0 }
        var pen = Pen(position: position, style: style, room: room)
        var glyphs = CleanGlyphs(text, budget: .scalars(fitting: room))
        while let glyph = glyphs.next() {
            guard pen.draw(glyph, on: &self) else {
                pen.cut(with: limit == nil ? " " : "…", on: &self)
                return room
            }
        }
        if limit != nil, glyphs.isExhausted { pen.draw(.ellipsis, on: &self) }
        return pen.used
    }
}

/// Draws the glyphs of one line, each after the other.
private struct Pen {
    let position: Position
    let style: Style
    let room: Int
    var used = 0
    private var lastColumns = 0

    init(position: Position, style: Style, room: Int) {
        self.position = position
        self.style = style
        self.room = room
    }

    private var column: Int { position.column + used }

    /// False when the glyph does not fit any more.
    @discardableResult
    mutating func draw(_ glyph: Glyph, on canvas: inout Canvas) -> Bool {
        guard glyph.columns > 0 else { return mark(glyph.scalar, on: &canvas) }
        guard used + glyph.columns <= room else { return false }
        let cell = Cell(scalar: glyph.scalar, columns: glyph.columns, style: style)
        canvas.put(cell, column: column, row: position.row)
        used += glyph.columns
        lastColumns = glyph.columns
        return true
    }

    /// Gives the mark to the character before it; one without is dropped.
    private func mark(_ mark: Unicode.Scalar, on canvas: inout Canvas) -> Bool {
        let base = Position(column: column - lastColumns, row: position.row)
        guard lastColumns > 0, canvas.contains(base) else { return true }
        canvas.add(mark: mark, at: base)
        return true
    }

    /// Ends a line that did not fit, so that every column of the room was drawn.
    mutating func cut(with end: Unicode.Scalar, on canvas: inout Canvas) {
        if used == room, end != " " { used -= lastColumns }
        for column in used..<room {
            let scalar = column == used ? end : " "
            let cell = Cell(scalar: scalar, style: style)
            canvas.put(cell, column: position.column + column, row: position.row)
        }
    }
}

extension Canvas {
    fileprivate mutating func add(mark: Unicode.Scalar, at position: Position) {
        cells[position.row * size.columns + position.column].add(mark: mark)
    }
}

extension StringProtocol {
    // Both casts are free where the type is known; a copy of a huge string would not be.
    @inlinable var asSubstring: Substring {
        if let text = self as? String { return text[...] }
        if let text = self as? Substring { return text }
        return String(self)[...]
    }
}
