import CNcurses
import Terminal
import Testing

@testable import Curses

struct InputParserTests {
    private var parser = InputParser()
    private let start = ContinuousClock.now

    private func codes(_ text: String) -> [KeyCode] { text.utf8.map(KeyCode.init) }

    private mutating func read(_ text: String, after seconds: Double = 0) -> [Input] {
        parser.read(codes(text), at: start + .seconds(seconds))
    }

    private func keys(_ keys: Key...) -> [Input] { keys.map { .key($0) } }

    @Test mutating func charactersAreKeys() {
        #expect(read("a猫 ") == keys(.character("a"), .character("猫"), .character(" ")))
        #expect(read("e\u{301}👩‍💻") == keys(.character("e\u{301}"), .character("👩‍💻")))
    }

    @Test(arguments: [
        ("\r", Key.enter), ("\n", .enter), ("\t", .tab), ("\u{8}", .backspace),
        ("\u{7F}", .backspace), ("\u{1B}", .escape), ("\u{3}", .control("c")),
        ("\u{0}", .control(" ")), ("\u{1C}", .control("\\")), ("\u{1B}x", .alt("x")),
        ("\u{1B}é", .alt("é")), ("\u{1B}\r", .alt("\r")), ("\u{1B}\u{7F}", .alt("\u{7F}")),
        ("\u{1B}[", .alt("[")), ("\u{1B}O", .alt("O")),
    ])
    mutating func controlsAndAltAreKeys(text: String, key: Key) {
        #expect(read(text) == keys(key))
    }

    @Test(arguments: [
        (KEY_UP, Key.up), (KEY_F0 + 1, .function(1)), (KEY_F0 + 12, .function(12)),
        (KEY_BTAB, .backTab), (KEY_NPAGE, .pageDown), (KEY_BACKSPACE, .backspace),
    ])
    mutating func keysOfTheDescriptionAreKeys(code: KeyCode, key: Key) {
        #expect(parser.read([code], at: start) == keys(key))
    }

    @Test mutating func keysOfOurOwnTableAreKeys() throws {
        let index = try #require(OwnKey.sequences.firstIndex { $0.0 == "[1;5C" })
        let code = OwnKey.first + KeyCode(index)
        #expect(parser.read([code], at: start) == keys(.controlRight))
    }

    @Test func noSequenceIsDefinedTwice() {
        let sequences = OwnKey.sequences.map(\.0)
        #expect(Set(sequences).count == sequences.count)
    }

    @Test(arguments: [
        "\u{1B}[I", "\u{1B}[O", "\u{1B}[<0;1;1M", "\u{1B}[99;9X", "\u{1B}[?1;2c", "\u{1B}OZ",
    ])
    mutating func unknownSequencesAreDropped(text: String) {
        #expect(read(text) == [])
        #expect(read("x" + text + "y") == keys(.character("x"), .character("y")))
    }

    @Test mutating func theLateRestOfASequenceIsDropped() {
        #expect(read("\u{1B}") == keys(.escape))
        #expect(read("[Ax", after: 0.1) == keys(.character("x")))
        #expect(read("OA", after: 0.12) == keys(.character("O"), .character("A")))
        #expect(read("\u{1B}", after: 1) == keys(.escape))
        #expect(read("OA", after: 1.5) == keys(.character("O"), .character("A")))
    }

    @Test mutating func brokenBytesAreLeftOut() {
        #expect(
            parser.read([0x61, 0xFF, 0xFE, 0x62, 0x80], at: start)
                == keys(.character("a"), .character("b"))
        )
        #expect(read("\u{9B}x") == keys(.character("x")))
    }

    @Test mutating func aCharacterMayComeInHalves() {
        let bytes = codes("猫")
        #expect(parser.read(Array(bytes.prefix(1)), at: start) == [])
        #expect(parser.read([], at: start) == [])
        #expect(parser.read(Array(bytes.dropFirst()), at: start) == keys(.character("猫")))
    }

    @Test mutating func twoEscapesAreTwoKeys() {
        #expect(read("\u{1B}\u{1B}") == keys(.escape, .escape))
        #expect(parser.read([27, KEY_UP], at: start) == keys(.escape, .up))
    }
}
