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
    var forTerminal: String { prettyText.escaped }

    /// The same in one line.
    var lineForTerminal: String { text.escaped }
}

extension String {
    fileprivate var escaped: String {
        guard unicodeScalars.contains(where: \.isObeyed) else { return self }
        var text = ""
        for scalar in unicodeScalars {
            if scalar == "\n" || !scalar.isObeyed {
                text.unicodeScalars.append(scalar)
            } else {
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            }
        }
        return text
    }
}

extension Unicode.Scalar {
    /// Controls, and what reorders or hides the text around it.
    fileprivate var isObeyed: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
