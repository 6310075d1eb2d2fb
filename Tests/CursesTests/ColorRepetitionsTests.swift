import Testing

@testable import Curses

struct ColorRepetitionsTests {
    private func shorten(_ text: String) -> String {
        String(decoding: ColorRepetitions.removed(from: Array(text.utf8)), as: UTF8.self)
    }

    @Test func aColourThatIsSetAlreadyIsLeftOut() {
        let frame =
            "\u{1B}[38;5;1m\u{1B}[48;5;2mA\u{1B}[38;5;3m\u{1B}[48;5;2mB\u{1B}[38;5;3m\u{1B}[48;5;4mC"
        #expect(
            shorten(frame)
                == "\u{1B}[38;5;1m\u{1B}[48;5;2mA\u{1B}[38;5;3mB\u{1B}[48;5;4mC"
        )
    }

    @Test(arguments: ["\u{1B}[m", "\u{1B}[0;1;7m", "\u{1B}[39;49m", "\u{1B}[31m"])
    func afterAnyOtherStyleNothingIsKnown(_ style: String) {
        let frame = "\u{1B}[48;5;2mA\(style)\u{1B}[48;5;2mB"
        #expect(shorten(frame) == frame)
    }

    @Test func movingTheCursorChangesNoColour() {
        let frame = "\u{1B}[48;5;2mA\u{1B}[4;2H\u{1B}(B\u{1B}[22X\u{1B}[48;5;2mB"
        #expect(shorten(frame) == "\u{1B}[48;5;2mA\u{1B}[4;2H\u{1B}(B\u{1B}[22XB")
    }

    @Test(arguments: ["", "plain 猫", "\u{1B}", "\u{1B}[", "\u{1B}[38;5;", "x\u{1B}[3", "\u{1B}M"])
    func whatIsNoColourPassesAsItIs(_ frame: String) {
        #expect(shorten(frame) == frame)
    }
}
