import Tasks
import Terminal

extension AppState {
    mutating func press(_ key: Key, isAlone: Bool, at now: Timestamp) -> [Effect] {
        compose.handover?.isFollowed = false
        let isSecond = dropDecision(at: now)
        let effects = handle(key, isAlone: isAlone && !isSecond, at: now)
        pace.note(now)
        keepInSight()
        return effects
    }

    private mutating func handle(_ key: Key, isAlone: Bool, at now: Timestamp) -> [Effect] {
        let context = context
        if key == .character("-"), context == .number, compose.takesMinus {
            compose.typeMinus()
            return [.saveDraft(compose.draft)]
        }
        if let command = keymap.command(for: key, in: context) {
            if let reason = disabledReason(of: command) {
                notify(reason, .warning, at: now)
                return []
            }
            if decides(key, command, in: context) {
                decide(command, isAlone: isAlone, at: now)
                return []
            }
            return run(command, at: now)
        }
        guard case .character(let character) = key else { return [] }
        if context.takesText { return insert(String(character), at: now) }
        return type(character, in: context, at: now)
    }

    /// A letter that is no command: a digit of a number, or the letter of a menu's item.
    private mutating func type(
        _ character: Character,
        in context: Context,
        at now: Timestamp,
    ) -> [Effect] {
        if context == .number, character.isASCII, character.isNumber {
            compose.type(digit: character)
            return [.saveDraft(compose.draft)]
        }
        guard case .menu(let menu)? = overlay,
            let item = menu.items.first(where: { $0.letter == character })
        else { return [] }
        overlay = nil
        return pick(item.pick, at: now)
    }

    /// A paste only ever inserts text, wherever the focus is.
    mutating func paste(_ text: String, at now: Timestamp) -> [Effect] {
        _ = dropDecision(at: now)
        pace.note(now)
        if overlay == nil, focus == .compose, compose.field.takesText { compose.isTyping = true }
        guard context.takesText else {
            notify("Paste into a text field; press n for the prompt", at: now)
            return []
        }
        defer { keepInSight() }
        return insert(text, at: now)
    }

    mutating func insert(_ text: String, at now: Timestamp) -> [Effect] {
        switch context {
        case .prompt:
            return editDraft { $0.insert(text) }
        case .list:
            return editDraft { $0.insert(text.split(separator: " ").joined(separator: "\n")) }
        case .line:
            return editDraft { $0.insert(text.oneLine) }
        case .filter:
            return editFilter(at: now) { $0.insert(text.oneLine) }
        case .box:
            editBox { $0.insert(text.oneLine) }
            return []
        case .tasks, .detail, .form, .choice, .toggle, .number, .button, .menu, .question, .help:
            return []
        }
    }

    mutating func editDraft(_ change: (inout TextEditor) -> Void) -> [Effect] {
        let before = compose.draft
        compose.edit(change)
        return compose.draft == before ? [] : [.saveDraft(compose.draft)]
    }

    mutating func editFilter(at now: Timestamp, _ change: (inout TextEditor) -> Void) -> [Effect] {
        guard var editor = table.editor else { return [] }
        change(&editor)
        table.editor = editor
        guard editor.text != table.text else { return [] }
        table.text = editor.text
        return table.reload(at: now)
    }

    mutating func editBox(_ change: (inout TextEditor) -> Void) {
        guard case .box(var box)? = overlay else { return }
        change(&box.editor)
        overlay = .box(box)
    }
}

extension String {
    fileprivate var oneLine: String { String(map { $0.isNewline ? " " : $0 }) }
}
