/// One place on a canvas: a scalar, at most two combining marks, and how they look.
public struct Cell: Hashable, Sendable {
    public var scalar: Unicode.Scalar
    public var style: Style
    /// 1, or 2 for a wide character, or 0 for the cell its right half covers.
    public private(set) var columns: UInt8
    // Marks are stored in place, NUL for none: an array would cost an allocation per cell.
    private var firstMark: Unicode.Scalar = "\0"
    private var secondMark: Unicode.Scalar = "\0"

    init(scalar: Unicode.Scalar, columns: Int = 1, style: Style) {
        self.scalar = scalar
        self.columns = UInt8(columns)
        self.style = style
    }

    static func blank(_ style: Style) -> Cell { Cell(scalar: " ", style: style) }
    static func rightHalf(_ style: Style) -> Cell { Cell(scalar: " ", columns: 0, style: style) }

    public var isRightHalf: Bool { columns == 0 }
    public var isWide: Bool { columns == 2 }
    public var hasMarks: Bool { firstMark != "\0" }

    public var marks: [Unicode.Scalar] {
        guard hasMarks else { return [] }
        return secondMark == "\0" ? [firstMark] : [firstMark, secondMark]
    }

    /// What the cell adds to its line: nothing for a right half.
    public var text: String {
        var text = String.UnicodeScalarView()
        guard !isRightHalf else { return "" }
        text.append(scalar)
        text.append(contentsOf: marks)
        return String(text)
    }

    /// Further marks are dropped, so that no flood of them leaves its cell.
    mutating func add(mark: Unicode.Scalar) {
        if firstMark == "\0" {
            firstMark = mark
        } else if secondMark == "\0" {
            secondMark = mark
        }
    }
}
