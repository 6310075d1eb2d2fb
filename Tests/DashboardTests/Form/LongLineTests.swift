import Apixo
import Tasks
import Terminal
import Testing

@testable import Dashboard

/// Lines longer than their field.
@Suite struct LongLineTests {
    private func dashboard(with url: String) -> DashboardHarness {
        var dashboard = DashboardHarness.make()
        dashboard.state.compose.set(.text("image-to-image"), at: .input("mode"))
        dashboard.state.focus = .compose
        dashboard.state.compose.go(to: .input("image_urls"))
        dashboard.send(.input(.paste(url)))
        return dashboard
    }

    /// It took 5·10⁹ steps a frame.
    @Test(.timeLimit(.minutes(1)))
    func aURLAsLongAsAnEditorHoldsIsShownByItsVisiblePartAlone() throws {
        let end = "the-end.png"
        let url = "https://a.example/" + String(repeating: "x", count: 99_900) + end
        var dashboard = dashboard(with: url)
        #expect(dashboard.text.contains(end))
        dashboard.press("Home")
        #expect(dashboard.text.contains("https://a.example/xxx"))
        dashboard.press("End", "Backspace")
        #expect(dashboard.text.contains("the-end.pn"))
        #expect(!dashboard.text.contains(end))
    }

    private func attachBox(_ text: String) -> DashboardHarness {
        var dashboard = DashboardHarness.make(columns: 80, rows: 24, journal: [.unknown(1)])
        dashboard.press("u", "a")
        dashboard.type(text)
        return dashboard
    }

    private let longID = "task_" + (0..<40).map { "\($0)-" }.joined() + "end"

    @Test func anInputBoxFollowsItsCursorToTheLeft() throws {
        var dashboard = attachBox(longID)
        #expect(dashboard.text.contains("-end "))
        dashboard.press("Home")
        #expect(dashboard.text.contains(" task_0-1-2-"))
        let cursor = try #require(dashboard.state.render(at: dashboard.now).cursor)
        #expect(dashboard.lines[cursor.row].dropFirst(cursor.column).hasPrefix("task_0-1-"))
    }

    @Test func textOnBothSidesOfTheCursorIsInSight() throws {
        var dashboard = attachBox(longID)
        dashboard.press("←", times: 70)
        let cursor = try #require(dashboard.state.render(at: dashboard.now).cursor)
        let place = longID.count - 70
        let before = longID.prefix(place).suffix(8)
        let after = longID.dropFirst(place).prefix(8)
        let line = dashboard.lines[cursor.row]
        #expect(line.prefix(cursor.column).hasSuffix(before))
        #expect(line.dropFirst(cursor.column).hasPrefix(after))
    }

    @Test func aFilterLongerThanItsEdgeFollowsItsCursor() throws {
        var dashboard = DashboardHarness.make(columns: 80, rows: 24, journal: history(3))
        dashboard.press("/")
        dashboard.type(String(repeating: "lighthouse ", count: 12) + "end")
        #expect(dashboard.text.contains("lighthouse end"))
    }
}
