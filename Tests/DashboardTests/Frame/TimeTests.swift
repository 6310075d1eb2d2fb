import Apixo
import Tasks
import Terminal
import Testing

@testable import Dashboard

@Suite struct TimeTests {
    @Test func nothingIsDueWhenNothingRuns() {
        let dashboard = DashboardHarness.make(journal: history(5))
        #expect(dashboard.state.nextDue(after: dashboard.now) == nil)
    }

    @Test func aRunningClockIsDueOnTheNextSecond() {
        var dashboard = DashboardHarness.make(journal: [.running(3)])
        dashboard.now = dashboard.now + 0.3
        #expect(dashboard.state.nextDue(after: dashboard.now) == DashboardHarness.now + 1)
    }

    @Test func aClockOutOfSightIsNotDue() {
        var dashboard = DashboardHarness.make(journal: [.running(101)] + history(100))
        dashboard.press("G")
        #expect(dashboard.state.nextDue(after: dashboard.now) == nil)
        dashboard.press("g")
        #expect(dashboard.state.nextDue(after: dashboard.now) != nil)
    }

    @Test func aNoticeGoesAndIsDueUntilThen() {
        var dashboard = DashboardHarness.make()
        dashboard.send(.noticed(Notice("hello")))
        #expect(dashboard.lines.last == " · hello")
        #expect(dashboard.state.nextDue(after: dashboard.now) == DashboardHarness.now + 4)
        dashboard.now = dashboard.now + 4
        #expect(dashboard.lines.last != " · hello")
        #expect(dashboard.state.nextDue(after: dashboard.now) == nil)
    }

    @Test func aTaskOverItsTimeSaysSoAndNeverShowsAFullBar() {
        var dashboard = DashboardHarness.make(journal: [.running(3, for: 27)])
        dashboard.news(.running(3, for: 27))
        #expect(dashboard.text.contains("━━━━━━━━━━━━━━──"))
        #expect(dashboard.text.contains("for 0:27, about 0:03 to go"))
        dashboard.now = dashboard.now + 9
        #expect(dashboard.text.contains("late +0:06"))
        #expect(dashboard.text.contains("0:06 over the usual 0:30"))
    }

    @Test func datesAreThoseOfTheUsersZone() {
        #expect(WallClock(.fixed(0)).dateAndTime(DashboardHarness.now) == "2025-11-20 14:03:11")
        #expect(
            WallClock(.fixed(-8 * 3600)).dateAndTime(DashboardHarness.now) == "2025-11-20 06:03:11"
        )
        let leapDay = Timestamp(milliseconds: 951_782_400_000)
        #expect(WallClock(.fixed(3600)).dateAndTime(leapDay) == "2000-02-29 01:00:00")
        #expect(
            WallClock(.fixed(0)).dateAndTime(Timestamp(milliseconds: 0)) == "1970-01-01 00:00:00"
        )
    }

    @Test func amountsAreShortAndExact() {
        #expect(Words.clock(3723) == "1:02:03")
        #expect(Words.age(59) == "now")
        #expect(Words.age(7300) == "2h")
        #expect(Words.cost(28_450) == "28.4s")
        #expect(Words.count(1_000_000) == "1,000,000")
        #expect(Words.dollars(12.3456) == "12.35")
        #expect(Words.dollars(0.035) == "0.0350")
        #expect(Words.dollars(-1.5) == "-1.50")
        #expect(Words.size(2_148_331) == "2.1 MB")
        #expect(Words.remaining(86_400 * 14 + 3600 * 5) == "14 d 5 h")
    }
}
