import Terminal
import Testing

struct WrapTests {
    @Test(arguments: [
        ("", 5, [""]),
        ("a cat sat", 5, ["a cat", "sat"]),
        ("a cat  sat", 10, ["a cat  sat"]),
        ("one\n\ntwo\n", 9, ["one", "", "two", ""]),
        ("https://example.com/a", 8, ["https://", "example.", "com/a"]),
        ("see https://x.io/abc ok", 8, ["see", "https://", "x.io/abc", "ok"]),
        ("猫が好きです", 5, ["猫が", "好き", "です"]),
        ("a猫b", 2, ["a", "猫", "b"]),
        ("  indented text", 10, ["  indented", "text"]),
        ("\tx", 6, ["    x"]),
        ("cafe\u{301}s", 4, ["cafe\u{301}", "s"]),
        ("猫", 1, ["猫"]),
        ("ab", 0, ["a", "b"]),
    ])
    func linesAreBrokenBetweenWords(text: String, columns: Int, lines: [String]) {
        #expect(CleanText.wrap(text, columns: columns) == lines)
    }

    @Test func noMoreRowsAreMadeThanWanted() {
        let text = String(repeating: "word ", count: 1_000_000)
        #expect(CleanText.wrap(text, columns: 9, rows: 2) == ["word word", "word word"])
    }

    @Test(arguments: 2...12)
    func noLineIsTooLong(columns: Int) {
        let text = "Überlänge 猫が a https://example.com/很长/x  🔥🔥🔥 end\n\n  🇩🇪 x"
        for line in CleanText.wrap(text, columns: columns) {
            #expect(CleanText.columns(of: line) <= columns)
        }
    }
}
