import Apixo
import Tasks
import Terminal
import Testing

@testable import Dashboard

@Suite struct DetailReadTests {
    private func reads(_ desk: Desk, of number: Int) -> Int {
        desk.effects.count { $0 == .loadDetail(TaskNumber(rawValue: number)) }
    }

    @Test func aDetailThatCouldNotBeReadIsReadAgain() throws {
        var desk = Desk.make(journal: history(3))
        desk.answers = false
        desk.press("G")
        desk.send(.journalChanged)
        let before = reads(desk, of: 1)
        let due = try #require(desk.state.nextDue(after: desk.now))
        desk.now = due
        desk.answers = true
        desk.send(.ticked)
        #expect(reads(desk, of: 1) == before + 1)
        #expect(desk.text.contains("task_1"))
        #expect(desk.state.nextDue(after: desk.now) == nil)
    }

    @Test func aReadUnderWayIsNotAskedForAgainBeforeItsTime() {
        var desk = Desk.make(journal: history(3))
        desk.answers = false
        desk.press("G")
        let before = reads(desk, of: 1)
        for _ in 0..<10 { desk.send(.ticked) }
        #expect(reads(desk, of: 1) == before)
    }
}
