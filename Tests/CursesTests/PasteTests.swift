import CNcurses
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
        #expect(read("\r", after: 0.1) == [.key(.enter)])
    }

    @Test mutating func aPasteWithoutItsEndGoesOnAsText() {
        #expect(read(OwnKey.pasteStart) == [])
        #expect(read("stu", after: 1) == [])
        #expect(read("", after: 2.9) == [])
        #expect(parser.timeout == .seconds(2))
        #expect(read("", after: 3) == [.paste("stu"), .pasteStalled])
        #expect(parser.timeout == nil)
        #expect(read("ck\r", after: 60) == [.paste("ck\n"), .pasteStalled])
        #expect(read(KEY_F0 + 5, after: 70) == [])
        #expect(read("\nq", after: 80) == [.paste("q"), .pasteStalled])
        #expect(read(OwnKey.pasteEnd, after: 90) == [])
        #expect(read("\r", after: 91) == [.key(.enter)])
    }

    @Test mutating func halfACharacterOfAStalledPasteWaitsForItsOtherHalf() {
        _ = stalled()
        #expect(parser.read([0xE7, 0x8C], at: start + .seconds(10)) == [])
        let rest = parser.read([0xAB], at: start + .seconds(20))
        #expect(rest == [.paste("猫"), .pasteStalled])
    }

    /// A paste whose end does not come, at 3 seconds.
    private mutating func stalled() -> [Input] {
        _ = read(OwnKey.pasteStart)
        _ = read("stuck", after: 1)
        return read("", after: 3)
    }

    @Test mutating func anEscapeByItselfLeavesAStalledPaste() {
        _ = stalled()
        #expect(read("\u{1B}", after: 10) == [])
        #expect(parser.timeout == .milliseconds(250))
        #expect(read("", after: 10.2) == [])
        #expect(read("", after: 10.25) == [.pasteLeft])
        #expect(read("k", after: 10.3) == [.key(.character("k"))])
    }

    @Test mutating func controlCByItselfLeavesAStalledPasteAtOnce() {
        _ = stalled()
        #expect(read("\u{3}", after: 10) == [.pasteLeft])
        #expect(read("\u{3}", after: 11) == [.key(.control("c"))])
    }

    @Test mutating func anEscapeOfTheTextLeavesNothing() {
        _ = stalled()
        #expect(read("a\u{1B}", after: 10) == [.paste("a"), .pasteStalled])
        #expect(read("", after: 11) == [])
        // Too soon after the text, and with more behind it.
        #expect(read("\u{1B}", after: 10.3) == [])
        #expect(read("", after: 12) == [])
        #expect(read("\u{1B}", after: 20) == [])
        #expect(read("[1", after: 20.1) == [.paste("[1"), .pasteStalled])
        #expect(read("", after: 30) == [])
        #expect(read("\r", after: 40) == [.paste("\n"), .pasteStalled])
    }

    @Test mutating func aMarkMayComeInPieces() {
        let mark = Array("\u{1B}[201~".utf8.map(KeyCode.init))
        for place in 1..<mark.count {
            parser = InputParser()
            _ = stalled()
            #expect(parser.read(Array(mark[..<place]), at: start + .seconds(10)) == [])
            let rest = parser.read(Array(mark[place...]), at: start + .seconds(10.1))
            #expect(rest == [])
            #expect(read("k", after: 11) == [.key(.character("k"))])
        }
    }

    @Test mutating func theRestOfAnEndThatCameTooLateIsNoKey() {
        _ = stalled()
        _ = read("\u{1B}", after: 10)
        #expect(read("", after: 11) == [.pasteLeft])
        #expect(read("[201~", after: 12) == [])
        #expect(read("k", after: 13) == [.key(.character("k"))])
    }

    @Test mutating func aStartMayComeInPieces() {
        let mark = Array("\u{1B}[200~".utf8.map(KeyCode.init))
        for place in 1..<mark.count {
            parser = InputParser()
            _ = parser.read(Array(mark[..<place]), at: start)
            let rest = Array(mark[place...]) + "y\rq".utf8.map(KeyCode.init)
            #expect(parser.read(rest, at: start + .seconds(5)) == [])
            #expect(read(OwnKey.pasteEnd, after: 6) == [.paste("y\nq")])
        }
    }

    @Test mutating func aSecondStartIsPartOfThePaste() {
        _ = read(OwnKey.pasteStart)
        #expect(read("one") == [])
        #expect(read(OwnKey.pasteStart) == [])
        #expect(read("two\r") == [])
        #expect(read(OwnKey.pasteEnd) == [.paste("onetwo\n")])
    }

    @Test mutating func whatFollowsAnEndAtOnceIsTextToo() {
        let end = [OwnKey.pasteEnd] + "\ry".utf8.map(KeyCode.init) + [KEY_F0 + 5]
        _ = read(OwnKey.pasteStart)
        #expect(parser.read([97] + end, at: start) == [.paste("a"), .paste("\ny")])
        #expect(read(KEY_F0 + 5, after: 0.003) == [])
        #expect(read("\r", after: 0.006) == [.paste("\n")])
        #expect(read("\r", after: 0.3) == [.key(.enter)])
    }

    @Test mutating func twoPastesInOneReadAreTwo() {
        let both =
            [OwnKey.pasteStart, 97, OwnKey.pasteEnd, OwnKey.pasteStart, 98, OwnKey.pasteEnd]
        #expect(parser.read(both, at: start) == [.paste("a"), .paste("b")])
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
