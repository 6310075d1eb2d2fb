extension CleanText {
    /// Breaks text between words into lines of at most `columns`, and words that are longer.
    ///
    /// Line ends in the text stay. No more than `rows` lines are made.
    public static func wrap(
        _ text: some StringProtocol,
        columns: Int,
        rows: Int = .max,
    ) -> [String] {
        var wrapper = LineWrapper(columns: max(1, columns))
        for glyph in CleanGlyphs(text.asSubstring, lineEnds: .kept) {
            wrapper.add(glyph)
            guard wrapper.lines.count < rows else { return Array(wrapper.lines.prefix(rows)) }
        }
        wrapper.endLine()
        return Array(wrapper.lines.prefix(rows))
    }
}

/// Fills lines word by word.
private struct LineWrapper {
    let columns: Int
    private(set) var lines: [String] = []
    private var line = Piece()
    private var spaces = 0
    private var word = Piece()
    private var startsParagraph = true

    init(columns: Int) { self.columns = columns }

    mutating func add(_ glyph: Glyph) {
        switch glyph.scalar {
        case "\n": endLine()
        case " ": addSpace()
        default: addToWord(glyph)
        }
    }

    mutating func endLine() {
        endWord()
        spaces = 0
        breakLine()
        startsParagraph = true
    }

    private mutating func addSpace() {
        endWord()
        spaces += 1
    }

    private mutating func addToWord(_ glyph: Glyph) {
        // Chinese and Japanese are written without spaces and break between any two characters.
        if glyph.columns == 2 || word.isWide, glyph.columns > 0 { endWord() }
        if word.columns + glyph.columns > columns { breakWord() }
        word.append(glyph)
    }

    private mutating func endWord() {
        guard word.columns > 0 else { return }
        if line.columns + spaces + word.columns > columns, line.columns > 0 { breakLine() }
        // Spaces at a break go, those that indent a paragraph stay.
        let kept = line.columns > 0 || startsParagraph ? spaces : 0
        line.append(spaces: min(kept, columns - word.columns))
        line.append(word)
        word = Piece()
        spaces = 0
        startsParagraph = false
    }

    /// A word longer than a line fills lines of its own.
    private mutating func breakWord() {
        guard word.columns > 0 else { return }
        endWord()
        breakLine()
    }

    private mutating func breakLine() {
        lines.append(String(line.text))
        line = Piece()
    }
}

private struct Piece {
    private(set) var text = String.UnicodeScalarView()
    private(set) var columns = 0
    private(set) var isWide = false

    mutating func append(_ glyph: Glyph) {
        text.append(glyph.scalar)
        columns += glyph.columns
        isWide = isWide || glyph.columns == 2
    }

    mutating func append(spaces: Int) {
        text.append(contentsOf: repeatElement(" ", count: max(0, spaces)))
        columns += max(0, spaces)
    }

    mutating func append(_ piece: Piece) {
        text.append(contentsOf: piece.text)
        columns += piece.columns
    }
}
