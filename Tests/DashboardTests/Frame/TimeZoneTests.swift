import Apixo
import Tasks
import Terminal
import Testing

@testable import Dashboard

/// Rules like those of Berlin: summer time ends on 2026-10-25 at 01:00 UTC.
@Suite struct TimeZoneTests {
    private static let change = Timestamp(milliseconds: 1_792_890_000_000)
    private let berlin = TimeZoneRules { $0 < Self.change ? 7200 : 3600 }

    @Test func timesOnBothSidesOfAChangeAreThoseOfTheirMoment() {
        let clock = WallClock(berlin)
        #expect(clock.dateAndTime(Self.change - 1) == "2026-10-25 02:59:59")
        #expect(clock.dateAndTime(Self.change) == "2026-10-25 02:00:00")
    }

    @Test func aChangeWhileTheDashboardIsOpenIsFollowed() {
        var dashboard = DashboardHarness.make()
        dashboard.state.environment.zone = berlin
        dashboard.now = Self.change - 60
        dashboard.send(.noticed(Notice("before", severity: .error)))
        dashboard.now = Self.change + 60
        dashboard.send(.noticed(Notice("after", severity: .error)))
        dashboard.press("!")
        #expect(dashboard.text.contains("02:59:00  ✗ before"))
        #expect(dashboard.text.contains("02:01:00  ✗ after"))
    }

    @Test func theDayOfAChangeIsAnHourLongerAndEndsAtMidnight() {
        let gate = SpendGate(zone: berlin)
        for moment in [Self.change - 3600, Self.change + 3600] {
            let day = gate.day(of: moment)
            #expect(day.end.seconds(since: day.start) == 25 * 3600)
            #expect(WallClock(berlin).dateAndTime(day.start) == "2026-10-25 00:00:00")
            #expect(WallClock(berlin).dateAndTime(day.end) == "2026-10-26 00:00:00")
            #expect(gate.day(of: day.end).start == day.end)
        }
    }
}
