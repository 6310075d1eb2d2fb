/// A text broken into rows of at most so many columns, by words where possible.
struct TextRows: Sendable, Hashable {
    /// The characters of each row; line ends and the spaces at a break belong to the row before.
    let rows: [Range<Int>]
    private let editor: TextEditor

    init(_ editor: TextEditor, columns: Int) {
        self.editor = editor
        var breaker = RowBreaker(columns: max(2, columns))
        for (index, character) in editor.characters.enumerated() {
            breaker.add(character, columns: Int(editor.widths[index]), at: index)
        }
        rows = breaker.finish(at: editor.count)
    }

    /// What a row shows: without its line end.
    func text(ofRow row: Int) -> String {
        var range = rows[row]
        if let last = range.last, editor.characters[last] == "\n" {
            range = range.lowerBound..<range.upperBound - 1
        }
        return editor.text(range)
    }

    /// The row of the cursor, and its column in it.
    var cursor: (row: Int, column: Int) { position(of: editor.cursor) }

    func position(of place: Int) -> (row: Int, column: Int) {
        let row = rows.lastIndex { $0.lowerBound <= place } ?? 0
        return (row, editor.columns(rows[row].lowerBound..<place))
    }

    /// The place in `row` nearest to a column.
    func place(inRow row: Int, column: Int) -> Int {
        var place = rows[row].lowerBound
        var columns = 0
        while place < lastPlace(inRow: row) {
            let width = Int(editor.widths[place])
            guard columns + width <= column else { break }
            columns += width
            place += 1
        }
        return place
    }

    /// The last place where a cursor still stands in this row.
    private func lastPlace(inRow row: Int) -> Int {
        row == rows.count - 1
            ? rows[row].upperBound : max(rows[row].lowerBound, rows[row].upperBound - 1)
    }
}

/// Finds the row ends, one character after the other.
private struct RowBreaker {
    let columns: Int
    private var rows: [Range<Int>] = []
    private var start = 0
    private var used = 0
    /// Where the row may end: after the last space.
    private var chance: Int?
    private var usedAtChance = 0

    init(columns: Int) { self.columns = columns }

    mutating func add(_ character: Character, columns width: Int, at index: Int) {
        if character == "\n" { return endRow(at: index + 1) }
        // A space may hang over the edge, but the cursor needs a column after the last character.
        if used + width > columns - 1, character != " " { breakRow(at: index) }
        used += width
        if character == " " {
            chance = index + 1
            usedAtChance = used
        }
    }

    mutating func finish(at end: Int) -> [Range<Int>] {
        rows + [start..<end]
    }

    private mutating func breakRow(at index: Int) {
        let end = chance ?? index
        let rest = chance == nil ? 0 : used - usedAtChance
        guard end > start else { return }
        endRow(at: end)
        used = rest
    }

    private mutating func endRow(at end: Int) {
        rows.append(start..<end)
        start = end
        used = 0
        chance = nil
        usedAtChance = 0
    }
}
