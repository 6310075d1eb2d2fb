import Apixo
import Terminal

extension String {
    /// Text from outside is data: nothing in it may steer the terminal.
    var forTerminal: String { CleanText.multiline(self) }

    /// The same in one line, so that it cannot pass for another line of ours.
    var lineForTerminal: String { CleanText.oneLine(self) }
}

extension JSON {
    /// Indented, with what a terminal might obey spelled as escapes, which mean the same.
    var forTerminal: String { prettyText.spellingControls }

    /// The same in one line.
    var lineForTerminal: String { text.spellingControls }
}
