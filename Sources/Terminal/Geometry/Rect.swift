/// A block of cells; layout is arithmetic on these.
public struct Rect: Hashable, Sendable {
    public var column: Int
    public var row: Int
    public var columns: Int
    public var rows: Int

    public init(column: Int, row: Int, columns: Int, rows: Int) {
        self.column = column
        self.row = row
        self.columns = max(0, columns)
        self.rows = max(0, rows)
    }

    public init(_ size: Size) {
        self.init(column: 0, row: 0, columns: size.columns, rows: size.rows)
    }

    public var isEmpty: Bool { columns == 0 || rows == 0 }
    public var maxColumn: Int { column + columns }
    public var maxRow: Int { row + rows }
    public var size: Size { Size(columns: columns, rows: rows) }

    /// Cuts `count` rows off the top and returns them.
    public mutating func splitTop(_ count: Int) -> Rect {
        let taken = min(max(0, count), rows)
        defer {
            row += taken
            rows -= taken
        }
        return Rect(column: column, row: row, columns: columns, rows: taken)
    }

    /// Cuts `count` rows off the bottom and returns them.
    public mutating func splitBottom(_ count: Int) -> Rect {
        let taken = min(max(0, count), rows)
        rows -= taken
        return Rect(column: column, row: row + rows, columns: columns, rows: taken)
    }

    /// Cuts `count` columns off the left and returns them.
    public mutating func splitLeft(_ count: Int) -> Rect {
        let taken = min(max(0, count), columns)
        defer {
            column += taken
            columns -= taken
        }
        return Rect(column: column, row: row, columns: taken, rows: rows)
    }

    /// Cuts `count` columns off the right and returns them.
    public mutating func splitRight(_ count: Int) -> Rect {
        let taken = min(max(0, count), columns)
        columns -= taken
        return Rect(column: column + columns, row: row, columns: taken, rows: rows)
    }

    public func inset(columns horizontal: Int = 0, rows vertical: Int = 0) -> Rect {
        Rect(
            column: column + min(horizontal, columns / 2),
            row: row + min(vertical, rows / 2),
            columns: columns - 2 * horizontal,
            rows: rows - 2 * vertical,
        )
    }
}
