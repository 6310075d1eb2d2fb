import Apixo

extension Compose {
    /// Moves to the next field; false at the end of the form.
    mutating func moveSlot(by step: Int) -> Bool {
        let slots = fields.map(\.slot)
        let place = (slots.firstIndex(of: slot) ?? 0) + step
        guard slots.indices.contains(place) else { return false }
        go(to: slots[place])
        return true
    }

    mutating func go(to slot: Slot) {
        leaveSlot()
        self.slot = slot
        editors[slot]?.history.close()
    }

    /// Blank lines between URLs go, and the fault of the field may show.
    mutating func leaveSlot() {
        touched.insert(slot)
        digits = ""
        guard case .list = field.control, let editor = editors[slot] else { return }
        let tidy = urls(in: editor).joined(separator: "\n")
        if tidy != editor.text { editors[slot] = TextEditor(tidy) }
    }

    /// Moves a choice or a number on, in either direction.
    mutating func step(up: Bool) {
        switch field.control {
        case .choice(let options, let chosen), .toggle(let options, let chosen):
            let place = (chosen + (up ? 1 : options.count - 1)) % max(1, options.count)
            if options.indices.contains(place) { set(options[place].value, at: slot) }
        case .number(let rule, let number, _):
            digits = ""
            set(.integer(number.map { rule.next(after: $0, up: up) } ?? rule.first), at: slot)
        case .prompt, .line, .list, .button: break
        }
    }

    /// Back to what the field starts with.
    mutating func clearSlot() {
        digits = ""
        guard case .input = slot else { return }
        set(nil, at: slot)
    }

    /// Takes as many digits as the largest number of the field has.
    mutating func type(digit: Character) {
        guard case .number(let rule, _, _) = field.control else { return }
        let typed = digits + String(digit)
        guard Int(typed) != nil, typed.count(where: \.isNumber) <= rule.digits else { return }
        digits = typed
        set(Int(digits).map(FieldValue.integer), at: slot)
    }

    /// The field under the cursor takes numbers below zero, so that a minus is a sign.
    var takesMinus: Bool {
        guard case .number(let rule, _, _) = field.control else { return false }
        return rule.least < 0
    }

    mutating func typeMinus() {
        guard takesMinus, case .number(_, let number, _) = field.control else { return }
        if digits.isEmpty { digits = number.map(String.init) ?? "" }
        digits = digits.hasPrefix("-") ? String(digits.dropFirst()) : "-\(digits)"
        set(Int(digits).map(FieldValue.integer), at: slot)
    }

    mutating func deleteDigit() {
        if digits.isEmpty, case .number(_, let number?, _) = field.control {
            digits = String(number)
        }
        digits = String(digits.dropLast())
        set(Int(digits).map(FieldValue.integer), at: slot)
    }

    /// Changes the text under the cursor and keeps the draft in step.
    mutating func edit(_ change: (inout TextEditor) -> Void) {
        guard var editor = editors[slot] else { return }
        change(&editor)
        let isChanged = editor.characters != editors[slot]?.characters
        editors[slot] = editor
        guard isChanged else { return }
        if case .list = field.control {
            let list = urls(in: editor)
            set(list.isEmpty ? nil : .urls(list), at: slot)
        } else {
            set(editor.isEmpty ? nil : .text(editor.text), at: slot)
        }
    }

    mutating func set(_ value: FieldValue?, at slot: Slot) {
        switch slot {
        case .model: choose(ModelID(rawValue: value?.text ?? ""))
        case .input(let name): draft.values[name] = value
        case .provider: draft.provider = value.flatMap { Provider(rawValue: $0.text) } ?? .auto
        case .requestType:
            draft.requestType = value.flatMap { RequestType(rawValue: $0.text) } ?? .async
        case .callbackURL: draft.callbackURL = value?.text ?? ""
        case .send: break
        }
        addMissingEditors()
    }

    /// A choice may have called up fields that were not there before.
    private mutating func addMissingEditors() {
        for field in fields where field.takesText && editors[field.slot] == nil {
            editors[field.slot] = TextEditor(text(of: field.slot))
        }
    }

    private func urls(in editor: TextEditor) -> [String] {
        editor.text.split { $0 == "\n" || $0 == " " }.map(String.init)
    }
}

extension IntegerRule {
    var first: Int {
        switch self {
        case .range(let range, _): range.lowerBound
        case .values(let values): values.min() ?? 1
        }
    }

    fileprivate var least: Int { first }

    /// Of the number that has the most.
    fileprivate var digits: Int {
        let ends =
            switch self {
            case .range(let range, _): [range.lowerBound, range.upperBound]
            case .values(let values): values
            }
        return ends.map { String($0.magnitude).count }.max() ?? 1
    }
}
