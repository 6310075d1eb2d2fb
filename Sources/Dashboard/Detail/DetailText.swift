import Terminal

/// Lays facts out as lines: labels at the left, values beside them, wrapped whole.
struct DetailText {
    static let labelColumns = 14

    let columns: Int
    private(set) var lines: [TextLine] = []

    /// There is room to keep things where they are from task to task.
    let isRoomy: Bool

    init(columns: Int, isRoomy: Bool) {
        self.columns = max(20, columns)
        self.isRoomy = isRoomy
    }

    mutating func add(_ line: TextLine) { lines.append(line) }

    mutating func blank() { lines.append(TextLine()) }

    /// - Parameter rows: Where there is room, it takes at least so many lines.
    mutating func fact(_ label: String, _ value: String, _ role: Role = .text, rows: Int = 1) {
        let wrapped = CleanText.wrap(value, columns: columns - Self.labelColumns, rows: 500)
        let padding = isRoomy ? max(0, rows - wrapped.count) : 0
        let lines = wrapped + Array(repeating: "", count: padding)
        fact(label, lines: lines.map { TextLine($0, role) })
    }

    mutating func fact(_ label: String, lines values: [TextLine]) {
        for (index, value) in values.enumerated() {
            var line = value
            line.indent = Self.labelColumns
            if index == 0 { line = TextLine(label.padded(to: Self.labelColumns), .label) + value }
            lines.append(line)
        }
    }

    /// Text under the last value.
    mutating func note(_ text: String, _ role: Role) {
        for line in CleanText.wrap(text, columns: columns - Self.labelColumns, rows: 200) {
            lines.append(TextLine(line, role, indent: Self.labelColumns))
        }
    }
}

extension TextLine {
    static func + (left: TextLine, right: TextLine) -> TextLine {
        var line = left
        line.spans += right.spans
        return line
    }
}

extension String {
    func padded(to columns: Int) -> String {
        self + String(repeating: " ", count: max(1, columns - count))
    }
}
