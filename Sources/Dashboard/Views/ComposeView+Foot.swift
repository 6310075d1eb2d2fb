import Apixo
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
        if area.rows > 0 {
            write(estimate, .muted, column: area.column, row: area.row, columns: area.columns)
        } else {
            let column = button.column + used + 3
            write(
                estimate,
                .muted,
                column: column,
                row: button.row,
                columns: button.maxColumn - column
            )
        }
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
        let words = isBusy ? "writing …" : "Send · \(bill)"
        let text = hasFocus ? "▸ \(words) " : "  \(words)  "
        let role: Role = hasFocus ? .buttonFocused : .button
        return write(text, role, column: rect.column, row: rect.row, columns: rect.columns)
    }

    /// What the request can be billed for, as far as the catalog knows.
    private var bill: String {
        guard let model = state.compose.model else { return "" }
        let units = model.billedUnits(for: values)
        let words = Words.counted(units, model.billing.unit.rawValue)
        let amount = model.billing.price.map { " · \(Words.dollars($0 * Double(units))) USD" } ?? ""
        let isMost = model.billing.unit == .image && units > 1
        return (isMost ? "up to \(words)" : words) + amount
    }

    private var estimate: String {
        guard let model = state.compose.model else { return "" }
        let size = model.pixelSize(for: values).map { "\($0.width)×\($0.height)" }
        let time = model.typicalSeconds(for: values)
            .map { "usually \(Words.seconds($0.lowerBound))–\(Words.seconds($0.upperBound)) s" }
        return [size, time].compactMap(\.self).joined(separator: " · ")
    }

    private var values: [String: FieldValue] {
        let draft = state.compose.draft
        return state.compose.model?.effectiveValues(draft.values) ?? draft.values
    }
}
