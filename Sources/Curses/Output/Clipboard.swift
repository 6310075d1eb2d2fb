/// Text on its way to the clipboard of the terminal, which may be on another machine (OSC 52).
struct Clipboard {
    /// Terminals drop longer ones whole.
    static let limit = 74_994

    let text: String
    let multiplexer: Surroundings.Multiplexer?

    /// Controls go, whoever forgot them: what is pasted into a shell must not be obeyed there.
    init(text: String, multiplexer: Surroundings.Multiplexer?) {
        let kept = text.unicodeScalars.filter {
            $0 == "\n" || $0 == "\t" || $0.properties.generalCategory != .control
        }
        self.text = String(String.UnicodeScalarView(kept))
        self.multiplexer = multiplexer
    }

    var sequence: [UInt8] {
        let payload = "52;c;" + base64(kept)
        return switch multiplexer {
        case nil: Array("\u{1B}]\(payload)\u{1B}\\".utf8)
        // Tmux takes one or passes the other on, as it is set up.
        case .tmux:
            Array(
                """
                \u{1B}]\(payload)\u{1B}\\\
                \u{1B}Ptmux;\u{1B}\u{1B}]\(payload)\u{1B}\u{1B}\\\u{1B}\\
                """.utf8
            )
        case .screen: inPieces(Array("\u{1B}]\(payload)\u{7}".utf8))
        }
    }

    /// Cut between characters.
    private var kept: [UInt8] {
        var bytes = Array(text.utf8.prefix(Self.limit + 1))
        guard bytes.count > Self.limit else { return bytes }
        while let last = bytes.popLast(), last & 0xC0 == 0x80 {}
        return bytes
    }

    /// Screen passes strings on, but only short ones.
    private func inPieces(_ bytes: [UInt8]) -> [UInt8] {
        stride(from: 0, to: bytes.count, by: 76).flatMap { start in
            let piece = bytes[start..<min(start + 76, bytes.count)]
            return Array("\u{1B}P".utf8) + piece + Array("\u{1B}\\".utf8)
        }
    }
}

func base64(_ bytes: [UInt8]) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
        let group = bytes[start..<min(start + 3, bytes.count)]
        let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
        for index in 0..<4 {
            let letter = letters[bits >> (18 - 6 * index) & 63]
            text.append(index <= group.count ? letter : UInt8(ascii: "="))
        }
    }
    return String(decoding: text, as: UTF8.self)
}
