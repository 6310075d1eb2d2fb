import Apixo
import Terminal

/// The lines of the form, and which of them are in sight.
struct FormLayout: Sendable {
    struct Line: Sendable {
        enum Part: Sendable {
            /// The label, and the value where it fits beside it.
            case label
            /// A row of a text, counted from the first one shown.
            case text(Int)
            /// A URL of a list.
            case entry(Int)
            case fault(String)
        }

        var field: FormField
        var part: Part
    }

    private static let leastTextRows = 3
    private static let mostTextRows = 14
    /// Room for the names of places in a list, such as `start frame`.
    private static let leastLabel = 14
    private static let leastValue = 26

    private(set) var lines: [Line] = []
    let size: Size
    let labelColumns: Int
    private(set) var textRows = 0
    /// The prompts, wrapped, and the lists.
    private(set) var texts: [Slot: TextRows] = [:]
    private(set) var scroll = 0

    init(_ compose: Compose, size: Size) {
        self.size = size
        let fields = compose.fields.filter { $0.slot != .send }
        let longest = fields.map { $0.name.count + ($0.isRequired ? 2 : 0) }.max() ?? 0
        let most = max(size.columns * 2 / 5, size.columns - Self.leastValue)
        labelColumns = min(max(longest, Self.leastLabel), most)
        let faults = compose.shownFaults
        for field in fields {
            lines.append(Line(field: field, part: .label))
            lines += rows(of: field, in: compose)
            lines += faults[field.slot].map { faultLines($0, field) } ?? []
        }
        growTexts(for: compose)
        scroll = scroll(to: compose.slot)
    }

    private mutating func rows(of field: FormField, in compose: Compose) -> [Line] {
        guard case .list = field.control, let editor = compose.editors[field.slot] else {
            return []
        }
        let rows = TextRows(editor, columns: .max)
        texts[field.slot] = rows
        return rows.rows.indices.map { Line(field: field, part: .entry($0)) }
    }

    private func faultLines(_ problem: Problem, _ field: FormField) -> [Line] {
        CleanText.wrap("! \(field.name) \(problem)", columns: max(10, size.columns - 2), rows: 3)
            .map { Line(field: field, part: .fault($0)) }
    }

    /// What room is left goes to the prompt.
    ///
    /// A long text being written gets more, and the rest of the form scrolls.
    private mutating func growTexts(for compose: Compose) {
        let places = lines.indices.filter { lines[$0].isPrompt }
        guard !places.isEmpty else { return }
        let free = (size.rows - lines.count) / places.count
        for slot in places.map({ lines[$0].field.slot }) {
            texts[slot] = compose.editors[slot].map { TextRows($0, columns: textColumns) }
        }
        let wanted = texts[compose.slot]?.rows.count ?? 0
        let most = min(Self.mostTextRows, max(Self.leastTextRows, size.rows - 4))
        textRows = min(max(free, wanted, Self.leastTextRows), most)
        for place in places.reversed() {
            let field = lines[place].field
            lines.insert(
                contentsOf: (0..<textRows).map { Line(field: field, part: .text($0)) },
                at: place + 1,
            )
        }
    }

    private func scroll(to slot: Slot) -> Int {
        guard let last = lines.lastIndex(where: { $0.field.slot == slot }) else {
            return slot == .send ? max(0, lines.count - size.rows) : 0
        }
        return min(max(0, last + 2 - size.rows), max(0, lines.count - size.rows))
    }

    /// The room a text has; nil for what is no text.
    func textSize(of slot: Slot) -> (columns: Int, rows: Int)? {
        guard let field = lines.first(where: { $0.field.slot == slot })?.field else { return nil }
        switch field.control {
        case .prompt: return (textColumns, textRows)
        case .list: return (.max, max(1, size.rows))
        case .line, .choice, .toggle, .number, .button: return nil
        }
    }

    private var textColumns: Int { max(2, size.columns - 2) }

    /// Where values begin.
    var valueColumn: Int { labelColumns + 2 }
    var valueColumns: Int { max(0, size.columns - valueColumn) }

    /// The row on screen where a field's label stands.
    func row(of slot: Slot) -> Int {
        (lines.firstIndex { $0.field.slot == slot } ?? lines.count) - scroll
    }
}

extension FormLayout.Line {
    fileprivate var isPrompt: Bool {
        guard case .label = part, case .prompt = field.control else { return false }
        return true
    }
}
