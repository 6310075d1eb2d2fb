import Terminal

/// Every key, section by section, as the key table has them.
struct HelpText {
    private static let keyColumns = 18

    private(set) var lines: [TextLine] = []

    private static let twoColumns = 100

    static func columns(in size: Size) -> Int { min(116, size.columns - 8) }
    static func rows(in size: Size) -> Int { max(1, size.rows - 6) }

    init(_ keymap: Keymap, columns: Int) {
        let sections = keymap.sections.map(Self.lines)
        guard columns >= Self.twoColumns else {
            lines = Self.stacked(sections)
            return
        }
        let left = Self.stacked(Array(sections.prefix(3)))
        let right = Self.stacked(Array(sections.dropFirst(3)))
        lines = (0..<max(left.count, right.count)).map { row in
            let start = row < left.count ? left[row] : TextLine()
            guard row < right.count else { return start }
            return start.padded(to: columns / 2) + right[row]
        }
    }

    private static func stacked(_ sections: [[TextLine]]) -> [TextLine] {
        Array(sections.joined(separator: [TextLine()]))
    }

    private static func lines(of section: Keymap.Section) -> [TextLine] {
        [TextLine(section.title, .strong)]
            + entries(of: section).map { entry in
                TextLine(entry.keys.padded(to: keyColumns), .footerKey).adding(entry.help, .text)
            }
    }

    /// Lines that mean the same under several keys stand together.
    private static func entries(of section: Keymap.Section) -> [(keys: String, help: String)] {
        var entries: [(keys: String, help: String)] = []
        for binding in section.bindings {
            let keys = binding.keys.map(\.label).joined(separator: " ")
            if let index = entries.firstIndex(where: { $0.help == binding.help }) {
                let known = entries[index].keys.split(separator: " ").map(String.init)
                if !known.contains(keys) { entries[index].keys += " \(keys)" }
            } else {
                entries.append((keys, binding.help))
            }
        }
        return entries
    }
}

extension TextLine {
    fileprivate func padded(to width: Int) -> TextLine {
        adding(String(repeating: " ", count: max(1, width - columns)), .text)
    }
}

extension Frame {
    mutating func drawHelp(scroll: Int) {
        let text = HelpText(state.keymap, columns: HelpText.columns(in: state.size))
        drawText(text.lines, title: "Every key", scroll: scroll)
    }

    mutating func drawNotices(scroll: Int) {
        drawText(state.noticeText.lines, title: "Messages, the newest first", scroll: scroll)
    }

    private mutating func drawText(_ lines: [TextLine], title: String, scroll: Int) {
        let rows = HelpText.rows(in: state.size)
        let rect = centered(columns: HelpText.columns(in: state.size) + 4, rows: rows + 2)
        let inner = openWindow(rect, title: title)
        let background = theme[.overlay].background
        for (index, line) in lines.dropFirst(scroll).prefix(inner.rows).enumerated() {
            write(line, column: inner.column, row: inner.row + index, columns: inner.columns)
        }
        canvas.restyle(inner) { $0.background = background }
        drawScrollbar(on: rect, first: scroll, shown: inner.rows, all: lines.count)
    }
}
