import Apixo
import Tasks
import Terminal

extension Frame {
    /// A notice, or the keys that work here now.
    mutating func drawFooter(in area: Rect) {
        if let shown = state.notices.shown(at: now) {
            let role = Role(shown.notice.severity)
            let text = "\(shown.notice.severity.glyph) \(shown.notice.text)"
            write(text, role, column: area.column + 1, row: area.row, columns: area.columns - 2)
        } else {
            drawHints(in: area)
        }
    }

    private mutating func drawHints(in area: Rect) {
        let bindings = state.keymap.hints(in: state.context).filter { isOffered($0.command) }
        let last = bindings.filter { $0.command.staysInFooter }
        let tail = line(of: last)
        let room = area.columns - tail.columns - 4
        var column = area.column + 1
        for binding in bindings where !binding.command.staysInFooter {
            let hint = line(of: [binding])
            guard column + hint.columns <= room else { break }
            column += write(hint, column: column, row: area.row, columns: room) + 2
        }
        write(tail, endingAt: area.maxColumn - 1, row: area.row)
    }

    /// Keys that have nothing to act on here would only take room.
    private func isOffered(_ command: KeyCommand) -> Bool {
        if command == .close { return state.context != .tasks || state.table.isNarrowed }
        if [.task(.resolve), .resumeSending].contains(command) {
            return state.disabledReason(of: command) == nil
        }
        if command == .notices { return state.notices.hasUnread }
        if command == .task(.confirm) { return state.isSelectedUnconfirmed(at: now) }
        return true
    }

    private func line(of bindings: [Binding]) -> TextLine {
        bindings.enumerated().reduce(TextLine()) { line, item in
            let (place, binding) = item
            let isDisabled = state.disabledReason(of: binding.command) != nil
            return line.adding(place == 0 ? "" : "  ", .footer)
                .adding(binding.hintKeys, isDisabled ? .footerDisabled : .footerKey)
                .adding(" \(binding.hint)", isDisabled ? .footerDisabled : .footer)
        }
    }
}

extension KeyCommand {
    /// Shown at the right end, wherever one is.
    fileprivate var staysInFooter: Bool { [.help, .notices, .quit, .close].contains(self) }
}

extension Role {
    init(_ severity: Notice.Severity) {
        self =
            switch severity {
            case .success: .noticeSuccess
            case .plain: .noticePlain
            case .warning: .noticeWarning
            case .error: .noticeError
            }
    }
}

extension Notice.Severity {
    var glyph: String {
        switch self {
        case .success: "✓"
        case .plain: "·"
        case .warning: "!"
        case .error: "✗"
        }
    }
}
