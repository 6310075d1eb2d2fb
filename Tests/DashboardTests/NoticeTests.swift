import Apixo
import Tasks
import Terminal
import Testing

@testable import Dashboard

@Suite struct NoticeTests {
    private let damaged = Notice("the journal was damaged; 3 rows are kept", severity: .error)
    private let unknown = Notice("terminal \"foot\" (TERM) is unknown here", severity: .warning)

    @Test func aNoticeThatIsCoveredComesBack() {
        var desk = Desk.make()
        desk.send(.noticed(damaged))
        desk.send(.noticed(unknown))
        #expect(desk.lines.last?.contains("is unknown here") == true)
        desk.now = desk.now + 8
        desk.send(.ticked)
        #expect(desk.lines.last?.contains("the journal was damaged") == true)
        desk.now = desk.now + 14
        #expect(desk.lines.last?.contains("the journal was damaged") == true)
        desk.now = desk.now + 2
        #expect(desk.lines.last?.contains("the journal was damaged") == false)
    }

    @Test func theMessagesAreReadWithTheirTimesTheNewestFirst() throws {
        var desk = Desk.make()
        desk.send(.noticed(damaged))
        desk.now = desk.now + 60
        desk.send(.noticed(unknown))
        desk.now = desk.now + 60
        desk.press("!")
        let lines = desk.lines
        let first = try #require(lines.firstIndex { $0.contains("14:04:11") })
        let second = try #require(lines.firstIndex { $0.contains("14:03:11") })
        #expect(first < second)
        #expect(lines[first].contains("! terminal \"foot\""))
        #expect(lines[second].contains("✗ the journal was damaged; 3 rows are kept"))
        desk.press("Esc")
        #expect(!desk.text.contains("14:04:11"))
    }

    @Test func theFooterOffersMessagesNobodyHasReadYet() {
        var desk = Desk.make(columns: 80, rows: 24)
        #expect(!desk.text.contains("! messages"))
        desk.send(.noticed(damaged))
        desk.now = desk.now + 60
        #expect(desk.lines.last?.contains("! messages") == true)
        desk.press("!", "Esc")
        #expect(desk.lines.last?.contains("! messages") == false)
    }

    @Test func theSameMessageAgainIsCountedAndTheListIsBounded() {
        var desk = Desk.make(columns: 200, rows: 50)
        desk.send(.noticed(damaged))
        for number in 1...500 {
            desk.send(.noticed(Notice("message \(number)", severity: .warning)))
        }
        for _ in 1...3 { desk.send(.noticed(unknown)) }
        desk.press("!")
        #expect(desk.text.contains("is unknown here (3 times)"))
        #expect(desk.text.contains("message 500"))
        desk.press("G")
        #expect(!desk.text.contains("message 400"))
    }

    @Test func withoutAnyMessageThatIsSaid() {
        var desk = Desk.make()
        desk.press("!")
        #expect(desk.text.contains("No messages yet."))
    }
}
