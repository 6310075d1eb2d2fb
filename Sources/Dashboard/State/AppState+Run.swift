import Tasks
import Terminal

extension AppState {
    mutating func run(_ command: KeyCommand, at now: Timestamp) -> [Effect] {
        switch command {
        case .focus(let pane): focus(pane)
        case .nextPane: focus(focus.next)
        case .previousPane: focus(focus.next.next)
        case .newRequest: startRequest()
        case .submit: return submit(at: now)
        case .move(let movement): return move(movement, at: now)
        case .open: open()
        case .close: return close(at: now)
        case .narrow(let narrowing): return narrow(narrowing, at: now)
        case .task(let command): return act(command, at: now)
        case .refreshBalance:
            notify("Asking for the balance", at: now)
            return [.refreshBalance]
        case .resumeSending:
            notify("Resuming: one request is sent first", at: now)
            return [.command(.resumeSending(nil))]
        case .moveInForm(let move): self.move(move)
        case .change(let change): return self.change(change)
        case .startTyping: compose.isTyping = true
        case .edit(let edit): return self.edit(edit, at: now)
        case .newline: return insert("\n", at: now)
        case .accept: return accept(at: now)
        case .decline: overlay = nil
        case .help: toggleHelp()
        case .notices: toggleNotices()
        case .suspend: return [.suspend]
        case .quit: return [.saveDraft(compose.draft), .quit]
        }
        return []
    }

    private mutating func focus(_ pane: Pane) {
        table.editor = nil
        if pane == .compose { compose.isTyping = true }
        focus = pane
    }

    private mutating func startRequest() {
        focus(.compose)
        compose.startAnew()
    }

    private mutating func toggleHelp() {
        if case .help? = overlay { overlay = nil } else { overlay = .help(scroll: 0) }
    }

    private mutating func toggleNotices() {
        notices.markRead()
        if case .notices? = overlay { overlay = nil } else { overlay = .notices(scroll: 0) }
    }

    /// Enter on something that has more to show.
    private mutating func open() {
        guard focus == .compose else { return focus(.detail) }
        guard case .choice(let options, let chosen) = compose.field.control else { return }
        let slot = compose.slot
        let items = options.map { Menu.Item(label: $0.label, pick: .value($0.value, at: slot)) }
        overlay = .menu(Menu(title: compose.field.name, items: items, selected: chosen, slot: slot))
    }

    private mutating func close(at now: Timestamp) -> [Effect] {
        if overlay != nil {
            overlay = nil
        } else if table.editor != nil {
            table.editor = nil
            return clearFilter(at: now)
        } else if focus == .compose, context.takesText {
            compose.isTyping = false
        } else if focus != .tasks {
            if focus == .compose { compose.leaveSlot() }
            focus(.tasks)
        } else if table.isNarrowed {
            table.filter = .all
            return clearFilter(at: now)
        }
        return []
    }

    private mutating func clearFilter(at now: Timestamp) -> [Effect] {
        table.text = ""
        return table.reload(at: now)
    }

    private mutating func edit(_ edit: EditCommand, at now: Timestamp) -> [Effect] {
        switch context {
        case .filter: return editFilter(at: now) { $0.apply(edit) }
        case .box: editBox { $0.apply(edit) }
        case .prompt, .line, .list: return editDraft { $0.apply(edit) }
        case .tasks, .detail, .form, .choice, .toggle, .number, .button, .menu, .question, .help:
            break
        }
        return []
    }
}
