/// The part of a line that fits into a field: the cursor is in sight, with some text on both sides.
///
/// Only what is in sight is looked at, however long the line.
struct LineWindow {
    let range: Range<Int>
    /// From the start of the field; nil without a cursor.
    let cursorColumn: Int?

    /// - Parameters:
    ///   - cursor: A place in `line`; nil shows the line from its start.
    ///   - columns: Of the field; one of them is for a cursor behind the last character.
    init(_ editor: TextEditor, line: Range<Int>, cursor: Int?, columns: Int) {
        let room = max(1, columns - 1)
        guard let cursor else {
            range = line.lowerBound..<editor.place(after: line.lowerBound, room, in: line)
            cursorColumn = nil
            return
        }
        let ahead = editor.place(after: cursor, min(room / 4, 10), in: line)
        let start = editor.place(before: ahead, room, in: line)
        range = start..<editor.place(after: start, room, in: line)
        cursorColumn = editor.columns(start..<cursor)
    }
}

extension TextEditor {
    /// How far text of so many columns reaches.
    fileprivate func place(after start: Int, _ columns: Int, in line: Range<Int>) -> Int {
        var (place, left) = (start, columns)
        while place < line.upperBound, left >= Int(widths[place]) {
            left -= Int(widths[place])
            place += 1
        }
        return place
    }

    fileprivate func place(before end: Int, _ columns: Int, in line: Range<Int>) -> Int {
        var (place, left) = (end, columns)
        while place > line.lowerBound, left >= Int(widths[place - 1]) {
            left -= Int(widths[place - 1])
            place -= 1
        }
        return place
    }
}
