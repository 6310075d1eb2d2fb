import Apixo
import Tasks
import Terminal

extension Frame {
    /// Help for the field, what the request will cost and take, and the button.
    mutating func drawFoot(in rect: Rect) {
        var area = rect
        let rule = area.splitTop(1)
        let line = String(repeating: "─", count: rule.columns)
        write(line, .border, column: rule.column, row: rule.row, columns: rule.columns)
        drawHelp(in: area.splitTop(2))
        let button = area.splitBottom(1)
        let used = drawButton(in: button)
        var spare = area.rows > 0 ? area : button
        if area.rows == 0 { _ = spare.splitLeft(used + 3) }
        let column =
            spare.column
            + write(caps, column: spare.column, row: spare.row, columns: spare.columns)
        write(estimate, .muted, column: column, row: spare.row, columns: spare.maxColumn - column)
    }

    private mutating func drawHelp(in rect: Rect) {
        let field = state.compose.field
        let text = field.slot == .send ? field.help : "\(field.name): \(field.help)"
        for (index, line) in CleanText.wrap(text, columns: rect.columns, rows: rect.rows)
            .enumerated()
        {
            write(line, .muted, column: rect.column, row: rect.row + index, columns: rect.columns)
        }
    }

    private mutating func drawButton(in rect: Rect) -> Int {
        let hasFocus = state.focus == .compose && state.compose.slot == .send
        let isBusy = state.compose.handover != nil
        let words = isBusy ? "saving …" : bill.map { "Send · \($0)" } ?? "Send"
        let text = hasFocus ? "▸ \(words) " : "  \(words)  "
        let role: Role = hasFocus ? .buttonFocused : .button
        return write(text, role, column: rect.column, row: rect.row, columns: rect.columns)
    }

    /// What the request can be billed for, as far as the catalog knows: by what would be sent.
    private var bill: Bill? {
        let values = state.compose.draft.values
        return state.compose.model.map { $0.bill(for: $0.input(from: values)) }
    }

    /// What is left of the day, where the user has set caps.
    private var caps: TextLine {
        let (caps, used) = (state.environment.caps, state.spending)
        let tasks = caps.dayTasks.map {
            ("\(used.tasks)/\(Words.count($0)) tasks", used.tasks < $0)
        }
        let amount = caps.dayAmount.map {
            ("\(used.amount)/\($0) USD", used.amount + (bill?.amount ?? .zero) <= $0)
        }
        return [tasks, amount].compactMap(\.self).reduce(TextLine()) { line, part in
            line.adding(line.columns == 0 ? "today " : " · ", .muted)
                .adding(part.0, part.1 ? .muted : .noticeWarning)
        }
    }

    private var estimate: String {
        guard let model = state.compose.model else { return "" }
        let size = model.pixelSize(for: values).map { "\($0.width)×\($0.height)" }
        let time = model.typicalSeconds(for: values)
            .map { "usually \(Words.seconds($0.lowerBound))–\(Words.seconds($0.upperBound)) s" }
        let isFirst = caps.columns == 0
        return (isFirst ? "" : " · ") + [size, time].compactMap(\.self).joined(separator: " · ")
    }

    private var values: [String: FieldValue] {
        let draft = state.compose.draft
        return state.compose.model?.effectiveValues(draft.values) ?? draft.values
    }
}
