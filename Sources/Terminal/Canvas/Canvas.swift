/// A frame: a grid of cells that views draw on and a screen shows.
public struct Canvas: Hashable, Sendable {
    public let size: Size
    /// Where the terminal's cursor stands; nil hides it.
    public var cursor: Position?
    var cells: [Cell]

    public init(size: Size, style: Style = .plain) {
        self.size = size
        cells = Array(repeating: .blank(style), count: size.columns * size.rows)
    }

    public func contains(_ position: Position) -> Bool {
        columns.contains(position.column) && rows.contains(position.row)
    }

    /// Outside the canvas there are blanks.
    public subscript(position: Position) -> Cell {
        guard contains(position) else { return .blank(.plain) }
        return cells[position.row * size.columns + position.column]
    }

    /// The cells of one row, left to right.
    public subscript(row row: Int) -> ArraySlice<Cell> {
        let start = row * size.columns
        return cells[start..<start + size.columns]
    }

    var columns: Range<Int> { 0..<size.columns }
    var rows: Range<Int> { 0..<size.rows }

    /// Draws one cell; off the canvas nothing, and of a wide one at the edge a blank.
    mutating func put(_ cell: Cell, column: Int, row: Int) {
        guard cell.isWide else { return set(cell, column: column, row: row) }
        if columns.contains(column), columns.contains(column + 1) {
            set(cell, column: column, row: row)
            set(.rightHalf(cell.style), column: column + 1, row: row, joined: true)
        } else {
            set(.blank(cell.style), column: column, row: row)
            set(.blank(cell.style), column: column + 1, row: row)
        }
    }

    private mutating func set(_ cell: Cell, column: Int, row: Int, joined: Bool = false) {
        guard columns.contains(column), rows.contains(row) else { return }
        let index = row * size.columns + column
        let old = cells[index]
        if old.isRightHalf, !joined {
            cells[index - 1].becomeBlank()
        } else if old.isWide {
            cells[index + 1].becomeBlank()
        }
        cells[index] = cell
    }
}

extension Cell {
    /// What is left of a wide character when its other half was drawn over.
    fileprivate mutating func becomeBlank() { self = .blank(style) }
}
