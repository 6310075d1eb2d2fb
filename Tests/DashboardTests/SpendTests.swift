import Apixo
import Testing

@testable import Dashboard
@testable import Tasks

/// What the user sees of money before and after it is spent.
struct SpendTests {
    private func desk(_ change: (inout SpendCaps) -> Void, rows: Int = 40) -> Desk {
        var desk = Desk.make(columns: 120, rows: rows)
        change(&desk.state.environment.caps)
        return desk
    }

    @Test func theDaysCapsStandBesideTheButton() {
        var desk = desk {
            $0.dayTasks = 20
            $0.dayAmount = Dollars(5)
        }
        desk.send(.spendingChanged(Spending(tasks: 12, amount: Dollars(0.48))))
        desk.press("1")
        #expect(desk.text.contains("today 12/20 tasks · 0.48/5.00 USD"))
    }

    @Test func withoutCapsNothingIsSaidOfThem() {
        var desk = desk { _ in }
        desk.press("1")
        #expect(!desk.text.contains("today"))
    }

    @Test func theButtonCountsWhatIsSentAndNotWhatTheFormHides() throws {
        var model = try #require(Catalog.builtIn["seedance-1-5-pro"])
        let place = try #require(model.fields.firstIndex { $0.name == "duration" })
        model.fields[place].serviceDefault = .integer(12)
        model.fields[place].shownWhen = Condition(["mode": [.text("image-to-video")]])
        var desk = Desk.make()
        desk.state.compose = Compose(catalog: Catalog(models: [model]))
        desk.press("1")
        #expect(desk.text.contains("Send · 12 seconds"))
        desk.state.compose.draft.values["mode"] = .text("image-to-video")
        #expect(desk.text.contains("Send · 8 seconds"))
    }

    @Test func aRequestOverTheCapKeepsItsDraft() {
        var desk = desk { $0.dayTasks = 1 }
        desk.press("n")
        desk.type("a harbour")
        desk.press("F5")
        desk.send(.submitRejected("\(CapReached.dayTasks(1, used: 1))"))
        #expect(desk.text.contains("Not sent: it would pass today's cap of 1 task"))
        #expect(desk.state.compose.draft.values["prompt"] == .text("a harbour"))
    }

    @Test func aTaskHeldByTheCapSaysSo() {
        var desk = Desk.make(journal: [.make(1)])
        var status = EngineStatus()
        status.queues = [
            .init(
                model: ModelID(rawValue: "seedream-5-0"),
                used: 0,
                limit: 60,
                live: 0,
                slots: 10,
                queued: 1,
                wait: .cap(.dayTasks(1, used: 1), until: Desk.now + 3600),
            )
        ]
        desk.send(.statusChanged(status))
        #expect(desk.text.contains("waiting for   the day's cap of 1 task; tomorrow begins at"))
        #expect(desk.lines.contains { $0.contains("queued") && $0.contains(" cap ") })
    }

    @Test func balancesAreEvidenceOfAnUnknownTask() {
        let task = TrackedTask.unknown(7)
        var desk = Desk.make(journal: [task])
        let balances = BalanceEvidence(
            before: Balance(amount: 9.50, at: Desk.now - 60),
            after: Balance(amount: 9.46, at: Desk.now),
        )
        desk.send(.detailLoaded(TaskDetail(task: task, balances: balances)))
        #expect(desk.text.contains("balance       9.50 USD before, at 2025-11-20"))
        #expect(desk.text.contains("9.46 USD after, at 2025-11-20"))
        #expect(desk.text.contains("0.04 USD less: this may have been billed"))
    }
}
