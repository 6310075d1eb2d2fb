import Apixo
import Testing

@testable import Dashboard
@testable import Tasks

/// What the user sees of money before and after it is spent.
struct SpendTests {
    private func dashboard(_ change: (inout SpendCaps) -> Void, rows: Int = 40) -> DashboardHarness
    {
        var dashboard = DashboardHarness.make(columns: 120, rows: rows)
        change(&dashboard.state.environment.caps)
        return dashboard
    }

    @Test func theDaysCapsStandBesideTheButton() {
        var dashboard = dashboard {
            $0.dayTasks = 20
            $0.dayAmount = Dollars(5)
        }
        dashboard.send(.spendingChanged(Spending(tasks: 12, amount: Dollars(0.48))))
        dashboard.press("1")
        #expect(dashboard.text.contains("today 12/20 tasks · 0.48/5.00 USD"))
    }

    @Test func withoutCapsNothingIsSaidOfThem() {
        var dashboard = dashboard { _ in }
        dashboard.press("1")
        #expect(!dashboard.text.contains("today"))
    }

    @Test func theButtonCountsWhatIsSentAndNotWhatTheFormHides() throws {
        var model = try #require(Catalog.builtIn["seedance-1-5-pro"])
        let place = try #require(model.fields.firstIndex { $0.name == "duration" })
        model.fields[place].serviceDefault = .integer(12)
        model.fields[place].shownWhen = Condition(["mode": [.text("image-to-video")]])
        var dashboard = DashboardHarness.make()
        dashboard.state.compose = Compose(catalog: Catalog(models: [model]))
        dashboard.press("1")
        #expect(dashboard.text.contains("Send · 12 seconds"))
        dashboard.state.compose.draft.values["mode"] = .text("image-to-video")
        #expect(dashboard.text.contains("Send · 8 seconds"))
    }

    @Test func aRequestOverTheCapKeepsItsDraft() {
        var dashboard = dashboard { $0.dayTasks = 1 }
        dashboard.press("n")
        dashboard.type("a harbour")
        dashboard.press("F5")
        dashboard.send(.submitRejected("\(CapReached.dayTasks(1, used: 1))"))
        #expect(dashboard.text.contains("Not sent: it would pass today's cap of 1 task"))
        #expect(dashboard.state.compose.draft.values["prompt"] == .text("a harbour"))
    }

    @Test func aTaskHeldByTheCapSaysSo() {
        var dashboard = DashboardHarness.make(journal: [.make(1)])
        var status = EngineStatus()
        status.queues = [
            .init(
                model: ModelID(rawValue: "seedream-5-0"),
                used: 0,
                limit: 60,
                live: 0,
                slots: 10,
                queued: 1,
                wait: .cap(.dayTasks(1, used: 1), until: DashboardHarness.now + 3600),
            )
        ]
        dashboard.send(.statusChanged(status))
        #expect(
            dashboard.text.contains("waiting for   the day's cap of 1 task; tomorrow begins at")
        )
        #expect(dashboard.lines.contains { $0.contains("queued") && $0.contains(" cap ") })
    }

    @Test func balancesAreEvidenceOfAnUnknownTask() {
        let task = TrackedTask.unknown(7)
        var dashboard = DashboardHarness.make(journal: [task])
        let balances = BalanceEvidence(
            before: Balance(amount: 9.50, at: DashboardHarness.now - 60),
            after: Balance(amount: 9.46, at: DashboardHarness.now),
        )
        dashboard.send(.detailLoaded(TaskDetail(task: task, balances: balances)))
        #expect(dashboard.text.contains("balance       9.50 USD before, at 2025-11-20"))
        #expect(dashboard.text.contains("9.46 USD after, at 2025-11-20"))
        #expect(dashboard.text.contains("0.04 USD less: this may have been billed"))
    }
}
