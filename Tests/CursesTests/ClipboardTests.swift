import Testing

@testable import Curses

struct ClipboardTests {
    private func sequence(_ text: String, _ multiplexer: Surroundings.Multiplexer?) -> String {
        String(
            decoding: Clipboard(text: text, multiplexer: multiplexer).sequence,
            as: UTF8.self
        )
    }

    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
        ("猫", "54yr"), ("\u{0}\u{1}", "AAE="),
    ])
    func textIsEncoded(text: String, encoded: String) {
        #expect(base64(Array(text.utf8)) == encoded)
    }

    @Test func theTerminalIsToldItsClipboard() {
        #expect(sequence("foo", nil) == "\u{1B}]52;c;Zm9v\u{1B}\\")
    }

    @Test func whatAShellObeysIsNotCopied() {
        let text = "a\u{1B}[2J\r\u{3}\u{7F}\u{9B}b\n\tc"
        #expect(Clipboard(text: text, multiplexer: nil).text == "a[2Jb\n\tc")
    }

    @Test func tmuxGetsItForItselfAndToPassOn() {
        let inner = "\u{1B}\u{1B}]52;c;Zm9v\u{1B}\u{1B}\\"
        let expected = "\u{1B}]52;c;Zm9v\u{1B}\\\u{1B}Ptmux;\(inner)\u{1B}\\"
        #expect(sequence("foo", .tmux) == expected)
    }

    @Test func screenGetsItInPieces() {
        let pieces = sequence(String(repeating: "x", count: 300), .screen)
            .split(separator: "\u{1B}\\")
        #expect(pieces.allSatisfy { $0.hasPrefix("\u{1B}P") && $0.utf8.count <= 78 })
        let joined = pieces.map { $0.dropFirst(2) }.joined()
        #expect(joined.hasPrefix("\u{1B}]52;c;eHh4") && joined.hasSuffix("\u{7}"))
    }

    @Test func longTextIsCutBetweenCharacters() {
        let cat = Clipboard(text: String(repeating: "猫", count: 30_000), multiplexer: nil)
        #expect(cat.sequence.count == 9 + Clipboard.limit / 3 * 4)
        let shifted = Clipboard(text: "x" + cat.text, multiplexer: nil)
        #expect(shifted.sequence.count == 9 + (Clipboard.limit - 2 + 2) / 3 * 4)
    }
}
