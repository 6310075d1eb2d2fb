import Terminal

extension Canvas {
    /// The same frame for a terminal that knows nothing but ASCII.
    var inASCII: Canvas {
        var canvas = self
        for row in 0..<size.rows {
            for (column, cell) in self[row: row].enumerated() where !cell.scalar.isASCII {
                let position = Position(column: column, row: row)
                canvas.write(
                    replacement(of: cell.scalar),
                    at: position,
                    style: cell.style,
                    columns: 1
                )
            }
        }
        return canvas
    }

    private func replacement(of scalar: Unicode.Scalar) -> String {
        replacements[scalar] ?? "?"
    }
}

private let replacements: [Unicode.Scalar: String] = [
    "╭": "+", "╮": "+", "╰": "+", "╯": "+", "│": "|", "─": "-", "┃": "#", "━": "=",
    "✓": "+", "✗": "x", "●": "*", "◌": "o", "…": "~", "→": ">", "⊘": "-",
    "‹": "<", "›": ">", "▸": ">", "·": "-", "–": "-", "×": "x", "↑": "^", "↓": "v", "←": "<",
]
