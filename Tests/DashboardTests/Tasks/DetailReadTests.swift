import Apixo
import Tasks
import Terminal
import Testing

@testable import Dashboard

@Suite struct DetailReadTests {
    private func reads(_ dashboard: DashboardHarness, of number: Int) -> Int {
        dashboard.effects.count { $0 == .loadDetail(TaskNumber(rawValue: number)) }
    }

    @Test func aDetailThatCouldNotBeReadIsReadAgain() throws {
        var dashboard = DashboardHarness.make(journal: history(3))
        dashboard.answers = false
        dashboard.press("G")
        dashboard.send(.journalChanged)
        let before = reads(dashboard, of: 1)
        let due = try #require(dashboard.state.nextDue(after: dashboard.now))
        dashboard.now = due
        dashboard.answers = true
        dashboard.send(.ticked)
        #expect(reads(dashboard, of: 1) == before + 1)
        #expect(dashboard.text.contains("task_1"))
        #expect(dashboard.state.nextDue(after: dashboard.now) == nil)
    }

    @Test func aReadUnderWayIsNotAskedForAgainBeforeItsTime() {
        var dashboard = DashboardHarness.make(journal: history(3))
        dashboard.answers = false
        dashboard.press("G")
        let before = reads(dashboard, of: 1)
        for _ in 0..<10 { dashboard.send(.ticked) }
        #expect(reads(dashboard, of: 1) == before)
    }
}
