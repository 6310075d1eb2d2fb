/// Where a key is pressed.
enum Context: Sendable, Hashable, CaseIterable {
    case tasks, detail
    /// In Compose, on a text that is not being typed into.
    case form
    /// In Compose, on something that is no text.
    case choice, toggle, number, button
    /// In a text of several lines, of one line, of a line for each entry.
    case prompt, line, list
    /// In the filter's text, in the text a box asks for.
    case filter, box
    case menu, question
    /// In the help, or in the list of messages.
    case help

    var takesText: Bool {
        switch self {
        case .prompt, .line, .list, .filter, .box: true
        case .tasks, .detail, .form, .choice, .toggle, .number, .button, .menu, .question, .help:
            false
        }
    }
}
