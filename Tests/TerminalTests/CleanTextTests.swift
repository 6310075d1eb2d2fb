import Terminal
import Testing

struct CleanTextTests {
    @Test(arguments: [
        ("a\nb\r\nc\rd\te", "a b c d e"),
        ("\u{1B}[31mred\u{1B}[0m", "red"),
        ("\u{1B}]0;title\u{7}x", "\u{FFFD}]0;title\u{FFFD}x"),
        ("\u{1B}", "\u{FFFD}"),
        ("\u{1B}[", "\u{FFFD}["),
        ("\u{9B}31m", "\u{FFFD}31m"),
        ("a\u{7F}\u{0}", "a\u{FFFD}\u{FFFD}"),
        ("a\u{202E}gnp\u{2066}x\u{200F}", "agnpx"),
        ("zero\u{200B}\u{200C}\u{200D}\u{FEFF}\u{2060}\u{AD}width", "zerowidth"),
        ("\u{2764}\u{FE0F}", "\u{2764}"),
        ("👩‍💻 👨‍👩‍👧‍👦 ❤️‍🔥!", "👩 👨 ❤!"),
        ("👍🏽", "👍"),
        ("🇩🇪", "DE"),
        ("क्‍ष", "क्ष"),
        ("\u{1FAE8}", "\u{FFFD}"),
        ("\u{10FFFF}\u{E0041}", "\u{FFFD}"),
        ("line\u{2028}end\u{85}!", "line end !"),
    ])
    func nothingIsLeftThatATerminalObeys(text: String, clean: String) {
        #expect(CleanText.oneLine(text) == clean)
    }

    @Test func severalLinesKeepTheirEnds() {
        #expect(CleanText.multiline("a\r\nb\n\tc\u{1B}[2J") == "a\nb\n    c")
    }

    @Test func noScalarGetsThroughThatIsAControlOrReorders() {
        let all = (UInt32(0)...0x10FFFF).compactMap(Unicode.Scalar.init)
        var text = String.UnicodeScalarView()
        text.append(contentsOf: all)
        for scalar in CleanText.oneLine(String(text)).unicodeScalars {
            let category = scalar.properties.generalCategory
            let isHarmless = category != .control && category != .format && scalar.isPrintable
            guard !isHarmless else { continue }
            Issue.record("U+\(String(scalar.value, radix: 16)) got through")
        }
    }

    @Test func aLimitBoundsWhatIsPolled() {
        #expect(CleanText.oneLine("abcdef", limit: 3) == "abc")
        #expect(CleanText.oneLine("abc", limit: -1) == "")
    }

    @Test(arguments: [
        ("", 0), ("abc", 3), ("猫", 2), ("e\u{301}", 1), ("👨‍👩‍👧", 2), ("🇩🇪", 2), ("\u{7}", 1),
        ("🔥", 2), ("각", 2), ("한", 2), ("…", 1), ("│", 1), ("\u{FFFD}", 1),
    ])
    func columnsAreCountedAsDrawn(text: String, columns: Int) {
        #expect(CleanText.columns(of: text) == columns)
        var canvas = Canvas(size: Size(columns: 9, rows: 1))
        #expect(canvas.write(text, at: Position(column: 0, row: 0), style: .plain) == columns)
    }
}

struct HugeTextTests {
    private let clock = ContinuousClock()

    @Test(arguments: ["x", "猫", "\u{301}", "\u{200B}", "\u{1B}[31m", "👨‍👩‍👧", "\n"])
    func onlyWhatFitsIsPolled(part: String) {
        let text = String(repeating: part, count: 10_000_000 / part.utf8.count)
        var canvas = Canvas(size: Size(columns: 40, rows: 1))
        let tail = Substring(text.unicodeScalars.dropFirst())
        let time = clock.measure {
            canvas.write(text, at: Position(column: 0, row: 0), style: .plain, columns: 20)
            canvas.write(tail, at: Position(column: 20, row: 0), style: .plain)
        }
        #expect(time < .milliseconds(50))
        #expect(CleanText.columns(of: canvas.text) <= 40)
    }

    @Test func aFloodOfMarksStaysInItsCellAndIsCut() {
        let zalgo = "a" + String(repeating: "\u{301}", count: 100_000) + "b"
        var canvas = Canvas(size: Size(columns: 9, rows: 1))
        canvas.write(zalgo, at: Position(column: 0, row: 0), style: .plain, columns: 9)
        #expect(canvas.lines == ["a\u{301}\u{301}…"])
    }
}
