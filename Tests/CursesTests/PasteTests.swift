import Terminal
import Testing

@testable import Curses

struct PasteTests {
    private var parser = InputParser()
    private let start = ContinuousClock.now

    private mutating func read(_ text: String, after seconds: Double = 0) -> [Input] {
        parser.read(text.utf8.map(KeyCode.init), at: start + .seconds(seconds))
    }

    private mutating func read(_ code: KeyCode, after seconds: Double = 0) -> [Input] {
        parser.read([code], at: start + .seconds(seconds))
    }

    @Test mutating func aBracketedPasteComesWhole() {
        #expect(read(OwnKey.pasteStart) == [])
        #expect(read("one\rtwo\r\nthree\n\t\u{1B}[31m猫") == [])
        #expect(read(OwnKey.pasteEnd) == [.paste("one\ntwo\nthree\n [31m猫")])
        #expect(read("\r") == [.key(.enter)])
    }

    @Test mutating func theRestOfAPasteThatStalledIsText() {
        #expect(read(OwnKey.pasteStart) == [])
        #expect(read("stuck", after: 1) == [])
        #expect(read("", after: 2.9) == [])
        #expect(read("", after: 3) == [.paste("stuck"), .pasteStalled])
        #expect(parser.patience == nil)
        #expect(read("y\ry", after: 30) == [])
        #expect(read("", after: 32) == [.paste("y\ny"), .pasteStalled])
        #expect(read("q", after: 60) == [])
        #expect(read(OwnKey.pasteEnd, after: 61) == [.paste("q")])
        #expect(read("q", after: 62) == [.key(.character("q"))])
    }

    @Test mutating func escapeAloneEndsAPasteThatStalled() {
        _ = read(OwnKey.pasteStart)
        #expect(read("", after: 2) == [.pasteStalled])
        #expect(read("\u{1B}", after: 3) == [])
        #expect(read("", after: 3.5) == [])
        #expect(read("q", after: 4) == [.key(.character("q"))])
    }

    @Test mutating func anEndMarkInPiecesEndsAPaste() {
        _ = read(OwnKey.pasteStart)
        #expect(read("", after: 2) == [.pasteStalled])
        #expect(read("x\u{1B}", after: 3) == [])
        #expect(read("[20", after: 3.4) == [])
        #expect(read("1~", after: 3.8) == [.paste("x")])
        #expect(read("q", after: 4) == [.key(.character("q"))])
    }

    @Test mutating func aHugePasteIsCut() {
        _ = read(OwnKey.pasteStart)
        _ = read(String(repeating: "x", count: Paste.limit + 9))
        #expect(read(OwnKey.pasteEnd) == [.paste(String(repeating: "x", count: Paste.limit))])
    }

    @Test mutating func enterWithTextBehindItInOneBurstIsAPaste() {
        #expect(read("one\rtwo\r") == [.paste("one\ntwo\n")])
        #expect(read("and more\r", after: 0.01) == [.paste("and more\n")])
        #expect(read("x", after: 1) == [.key(.character("x"))])
    }

    @Test mutating func enterAtTheEndOfABurstIsAKey() {
        #expect(read("ab\r").last == .key(.enter))
        #expect(read("seedream prompt\r\n").last == .key(.enter))
        #expect(read("\r\r\r") == [.key(.enter), .key(.enter), .key(.enter)])
        #expect(read("j\rk").count == 3)
    }
}
