/// A frame as plain text, for tests and for people without a screen.
extension Canvas {
    public var lines: [String] {
        rows.map { row in
            var line = self[row: row].reduce(into: "") { $0 += $1.text }
            while line.last == " " { line.removeLast() }
            return line
        }
    }

    public var text: String { lines.joined(separator: "\n") }
}
