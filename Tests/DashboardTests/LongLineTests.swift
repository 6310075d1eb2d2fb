import Apixo
import Tasks
import Terminal
import Testing

@testable import Dashboard

/// Lines longer than their field.
@Suite struct LongLineTests {
    private func desk(with url: String) -> Desk {
        var desk = Desk.make()
        desk.state.compose.set(.text("image-to-image"), at: .input("mode"))
        desk.state.focus = .compose
        desk.state.compose.go(to: .input("image_urls"))
        desk.send(.input(.paste(url)))
        return desk
    }

    /// It took 5·10⁹ steps a frame.
    @Test(.timeLimit(.minutes(1)))
    func aURLAsLongAsAnEditorHoldsIsShownByItsVisiblePartAlone() throws {
        let end = "the-end.png"
        let url = "https://a.example/" + String(repeating: "x", count: 99_900) + end
        var desk = desk(with: url)
        #expect(desk.text.contains(end))
        desk.press("Home")
        #expect(desk.text.contains("https://a.example/xxx"))
        desk.press("End", "Backspace")
        #expect(desk.text.contains("the-end.pn"))
        #expect(!desk.text.contains(end))
    }

    private func attachBox(_ text: String) -> Desk {
        var desk = Desk.make(columns: 80, rows: 24, journal: [.unknown(1)])
        desk.press("u", "a")
        desk.type(text)
        return desk
    }

    private let longID = "task_" + (0..<40).map { "\($0)-" }.joined() + "end"

    @Test func anInputBoxFollowsItsCursorToTheLeft() throws {
        var desk = attachBox(longID)
        #expect(desk.text.contains("-end "))
        desk.press("Home")
        #expect(desk.text.contains(" task_0-1-2-"))
        let cursor = try #require(desk.state.render(at: desk.now).cursor)
        #expect(desk.lines[cursor.row].dropFirst(cursor.column).hasPrefix("task_0-1-"))
    }

    @Test func textOnBothSidesOfTheCursorIsInSight() throws {
        var desk = attachBox(longID)
        desk.press("←", times: 70)
        let cursor = try #require(desk.state.render(at: desk.now).cursor)
        let place = longID.count - 70
        let before = longID.prefix(place).suffix(8)
        let after = longID.dropFirst(place).prefix(8)
        let line = desk.lines[cursor.row]
        #expect(line.prefix(cursor.column).hasSuffix(before))
        #expect(line.dropFirst(cursor.column).hasPrefix(after))
    }

    @Test func aFilterLongerThanItsEdgeFollowsItsCursor() throws {
        var desk = Desk.make(columns: 80, rows: 24, journal: history(3))
        desk.press("/")
        desk.type(String(repeating: "lighthouse ", count: 12) + "end")
        #expect(desk.text.contains("lighthouse end"))
    }
}
