import Apixo
import Terminal

extension Frame {
    mutating func drawCompose(in rect: Rect) {
        let hasFocus = state.focus == .compose
        drawPane(rect, "1 Compose", hasFocus: hasFocus)
        let area = layout.form
        let form = FormLayout(state.compose, size: area.size)
        for (index, line) in form.lines.dropFirst(form.scroll).prefix(area.rows).enumerated() {
            let place = Rect(
                column: area.column,
                row: area.row + index,
                columns: area.columns,
                rows: 1
            )
            draw(line, form, in: place)
        }
        drawScrollbar(of: form, on: rect)
        drawFoot(in: layout.formFoot)
    }

    private mutating func drawScrollbar(of form: FormLayout, on rect: Rect) {
        let track = Rect(
            column: rect.column,
            row: rect.row,
            columns: rect.columns,
            rows: layout.form.rows + 2,
        )
        drawScrollbar(
            on: track,
            first: form.scroll,
            shown: layout.form.rows,
            all: form.lines.count,
        )
    }

    private mutating func draw(_ line: FormLayout.Line, _ form: FormLayout, in rect: Rect) {
        let isCurrent = state.focus == .compose && line.field.slot == state.compose.slot
        switch line.part {
        case .label:
            drawLabel(of: line.field, isCurrent, form, in: rect)
            drawValue(of: line.field, isCurrent, form, in: rect)
        case .text(let row): drawText(of: line.field, row, isCurrent, form, in: rect)
        case .entry(let index): drawEntry(of: line.field, index, isCurrent, form, in: rect)
        case .fault(let text):
            write(text, .fault, column: rect.column + 2, row: rect.row, columns: rect.columns - 2)
        }
    }

    private mutating func drawLabel(
        of field: FormField,
        _ isCurrent: Bool,
        _ form: FormLayout,
        in rect: Rect,
    ) {
        let mark = field.isRequired ? " *" : ""
        let room = form.labelColumns - mark.count
        let role: Role = isCurrent ? .labelFocused : .label
        let used = write(field.name, role, column: rect.column, row: rect.row, columns: room)
        write(mark, role, column: rect.column + used, row: rect.row, columns: mark.count)
    }

    private mutating func drawValue(
        of field: FormField,
        _ isCurrent: Bool,
        _ form: FormLayout,
        in rect: Rect,
    ) {
        var place = rect
        _ = place.splitLeft(form.valueColumn)
        switch field.control {
        case .choice(let options, let chosen):
            draw(options.chosen(chosen), isCurrent, in: place)
        case .toggle(let options, let chosen):
            drawToggle(options.chosen(chosen), isCurrent, in: place)
        case .number(let rule, let number, let unit):
            drawNumber(number, rule, unit, isCurrent, in: place)
        case .prompt(let rule): drawCounter(of: field, rule, in: rect)
        case .list(let rule): drawCount(of: field, rule, in: place)
        case .line(let example): drawLine(of: field, example, isCurrent, in: place)
        case .button: break
        }
    }

    private mutating func draw(_ option: FormField.Option, _ isCurrent: Bool, in rect: Rect) {
        let dash = option.value == nil ? "– " : ""
        let text = isCurrent ? "‹ \(dash)\(option.label) ›" : "  \(dash)\(option.label)"
        let role: Role = isCurrent ? .valueFocused : option.value == nil ? .unset : .value
        write(text, role, column: rect.column, row: rect.row, columns: rect.columns)
    }

    private mutating func drawToggle(_ option: FormField.Option, _ isCurrent: Bool, in rect: Rect) {
        let isUnset = option.value == nil
        let mark = isUnset ? "[–]" : option.value == .toggle(true) ? "[x]" : "[ ]"
        let text = isCurrent ? "‹ \(mark) \(option.label) ›" : "  \(mark) \(option.label)"
        let role: Role = isCurrent ? .valueFocused : isUnset ? .unset : .value
        write(text, role, column: rect.column, row: rect.row, columns: rect.columns)
    }

    private mutating func drawNumber(
        _ number: Int?,
        _ rule: IntegerRule,
        _ unit: String?,
        _ isCurrent: Bool,
        in rect: Rect,
    ) {
        let isSign = isCurrent && state.compose.digits == "-"
        let shown = number.map(String.init) ?? (isSign ? "-" : "– not set")
        let words = shown + (unit.map { " \($0)" } ?? "")
        let text = isCurrent ? "‹ \(words) ›" : "  \(words)"
        let role: Role = isCurrent ? .valueFocused : number == nil ? .unset : .value
        let used = write(text, role, column: rect.column, row: rect.row, columns: rect.columns)
        guard isCurrent else { return }
        let room = rect.columns - used - 2
        write(rule.words, .muted, column: rect.column + used + 2, row: rect.row, columns: room)
    }
}

extension IntegerRule {
    /// What is allowed, in a few words.
    fileprivate var words: String {
        switch self {
        case .range(let range, let step):
            "\(range.lowerBound) to \(range.upperBound)" + (step > 1 ? " by \(step)" : "")
        case .values(let values): values.map(String.init).joined(separator: ", ")
        }
    }
}

extension [FormField.Option] {
    /// A catalog without models has no options either.
    fileprivate func chosen(_ place: Int) -> FormField.Option {
        indices.contains(place) ? self[place] : FormField.Option(value: nil, label: "none")
    }
}
