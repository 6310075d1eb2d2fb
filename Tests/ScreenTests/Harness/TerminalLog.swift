import Foundation

/// Every byte a program sent to its terminal.
struct TerminalLog {
    let bytes: Data

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Where something stands that our program never writes.
    var oddities: [String] {
        var found: [String] = []
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            if scalar == "\u{1B}" {
                if let oddity = Self.oddity(ofSequence: &rest) { found.append(oddity) }
            } else if Self.isOdd(scalar) {
                let around = String(String.UnicodeScalarView(rest.prefix(20))).debugDescription
                found.append("U+\(String(scalar.value, radix: 16)) before \(around)")
            }
        }
        return found
    }

    /// Texts that were copied, as the terminal would put them into its clipboard.
    var copied: [String] {
        text.components(separatedBy: "]52;c;").dropFirst().compactMap { part in
            let base64 = part.prefix { $0.isLetter || $0.isNumber || "+/=".contains($0) }
            return Data(base64Encoded: String(base64)).map { String(decoding: $0, as: UTF8.self) }
        }
    }

    private static func isOdd(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control: !"\r\n\u{8}\t\u{E}\u{F}".unicodeScalars.contains(scalar)
        case .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse: true
        default: false
        }
    }

    /// What our program and ncurses say to a terminal, and nothing more.
    private static func oddity(ofSequence rest: inout Substring.UnicodeScalarView) -> String? {
        guard let kind = rest.popFirst() else { return nil }
        switch kind {
        case "(", ")":
            _ = rest.popFirst()
            return nil
        case "\u{1B}": return oddity(ofSequence: &rest)
        case "=", ">", "7", "8", "M", "\\": return nil
        case "[":
            let parameters = String(String.UnicodeScalarView(rest.prefix { $0.value < 0x40 }))
            rest = rest.drop { $0.value < 0x40 }
            let final = rest.popFirst().map(String.init) ?? ""
            let isOurs = "ABCDGHJKLMPXbdfhlmrtu@cnq".contains(final)
            return isOurs && !parameters.contains("7777") ? nil : "CSI \(parameters)\(final)"
        case "]":
            let body = String(String.UnicodeScalarView(rest.prefix { $0 != "\u{1B}" }))
            rest = rest.drop { $0 != "\u{1B}" }
            let isOurs = body.hasPrefix("52;c;") && !body.contains("b3duZWQ=")
            return isOurs ? nil : "OSC \(body.prefix(60).debugDescription)"
        case "P":
            let body = String(String.UnicodeScalarView(rest.prefix(6)))
            rest = rest.dropFirst(body.unicodeScalars.count)
            return body.hasPrefix("tmux;") ? nil : "DCS \(body.debugDescription)"
        default: return "ESC \(String(kind).debugDescription)"
        }
    }
}
