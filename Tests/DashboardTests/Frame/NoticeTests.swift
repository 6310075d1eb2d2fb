import Apixo
import Tasks
import Terminal
import Testing

@testable import Dashboard

@Suite struct NoticeTests {
    private let damaged = Notice("the journal was damaged; 3 rows are kept", severity: .error)
    private let unknown = Notice("terminal \"foot\" (TERM) is unknown here", severity: .warning)

    @Test func aNoticeThatIsCoveredComesBack() {
        var dashboard = DashboardHarness.make()
        dashboard.send(.noticed(damaged))
        dashboard.send(.noticed(unknown))
        #expect(dashboard.lines.last?.contains("is unknown here") == true)
        dashboard.now = dashboard.now + 8
        dashboard.send(.ticked)
        #expect(dashboard.lines.last?.contains("the journal was damaged") == true)
        dashboard.now = dashboard.now + 14
        #expect(dashboard.lines.last?.contains("the journal was damaged") == true)
        dashboard.now = dashboard.now + 2
        #expect(dashboard.lines.last?.contains("the journal was damaged") == false)
    }

    @Test func theMessagesAreReadWithTheirTimesTheNewestFirst() throws {
        var dashboard = DashboardHarness.make()
        dashboard.send(.noticed(damaged))
        dashboard.now = dashboard.now + 60
        dashboard.send(.noticed(unknown))
        dashboard.now = dashboard.now + 60
        dashboard.press("!")
        let lines = dashboard.lines
        let first = try #require(lines.firstIndex { $0.contains("14:04:11") })
        let second = try #require(lines.firstIndex { $0.contains("14:03:11") })
        #expect(first < second)
        #expect(lines[first].contains("! terminal \"foot\""))
        #expect(lines[second].contains("✗ the journal was damaged; 3 rows are kept"))
        dashboard.press("Esc")
        #expect(!dashboard.text.contains("14:04:11"))
    }

    @Test func theFooterOffersMessagesNobodyHasReadYet() {
        var dashboard = DashboardHarness.make(columns: 80, rows: 24)
        #expect(!dashboard.text.contains("! messages"))
        dashboard.send(.noticed(damaged))
        dashboard.now = dashboard.now + 60
        #expect(dashboard.lines.last?.contains("! messages") == true)
        dashboard.press("!", "Esc")
        #expect(dashboard.lines.last?.contains("! messages") == false)
    }

    @Test func theSameMessageAgainIsCountedAndTheListIsBounded() {
        var dashboard = DashboardHarness.make(columns: 200, rows: 50)
        dashboard.send(.noticed(damaged))
        for number in 1...500 {
            dashboard.send(.noticed(Notice("message \(number)", severity: .warning)))
        }
        for _ in 1...3 { dashboard.send(.noticed(unknown)) }
        dashboard.press("!")
        #expect(dashboard.text.contains("is unknown here (3 times)"))
        #expect(dashboard.text.contains("message 500"))
        dashboard.press("G")
        #expect(!dashboard.text.contains("message 400"))
    }

    @Test func withoutAnyMessageThatIsSaid() {
        var dashboard = DashboardHarness.make()
        dashboard.press("!")
        #expect(dashboard.text.contains("No messages yet."))
    }
}
