/// What a key asks for.
enum KeyCommand: Sendable, Hashable {
    case focus(Pane)
    case nextPane, previousPane
    case newRequest, submit
    case move(Movement)
    case open, close, accept, decline
    case narrow(Narrowing)
    case task(TaskCommand)
    case moveInForm(FormMove)
    case change(ValueChange)
    case startTyping, newline
    case edit(EditCommand)
    case refreshBalance
    case resumeSending
    case help, notices, suspend, quit
}

/// The three parts of the screen.
enum Pane: Sendable, Hashable, CaseIterable {
    case compose, tasks, detail

    var next: Pane {
        switch self {
        case .compose: .tasks
        case .tasks: .detail
        case .detail: .compose
        }
    }
}

/// A way through anything that scrolls.
enum Movement: Sendable, Hashable, CaseIterable {
    case up, down, pageUp, pageDown, halfUp, halfDown, top, bottom

    /// How far it goes, downwards counted positive.
    func rows(page: Int, of all: Int) -> Int {
        switch self {
        case .up: -1
        case .down: 1
        case .pageUp: -max(1, page - 1)
        case .pageDown: max(1, page - 1)
        case .halfUp: -max(1, page / 2)
        case .halfDown: max(1, page / 2)
        case .top: -all
        case .bottom: all
        }
    }
}

/// A change of which rows the table lists, or in what order.
enum Narrowing: Sendable, Hashable {
    case text, state, sort
}

/// What can be done with the selected task.
enum TaskCommand: Sendable, Hashable {
    case repeatRequest, poll, download, copy, remove, resolve, confirm
}

enum FormMove: Sendable, Hashable {
    case nextField, previousField, fieldAbove, fieldBelow
    case lineUp, lineDown, pageUp, pageDown
}

/// A change of a choice or a number.
enum ValueChange: Sendable, Hashable {
    case next, previous, clear, deleteDigit
}
