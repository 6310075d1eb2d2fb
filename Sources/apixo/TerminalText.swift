import Terminal

extension String {
    /// Text from outside is data: nothing in it may steer the terminal.
    var forTerminal: String { CleanText.multiline(self) }
}
