import Apixo
import Tasks
import Terminal
import Testing

@testable import Dashboard

@Suite struct TableTests {
    @Test func theSelectionStaysOnItsTaskWhenRowsComeAbove() {
        var dashboard = DashboardHarness.make(journal: history(50))
        dashboard.press("j", times: 3)
        #expect(dashboard.selected == 47)
        for number in 51...60 { dashboard.news(.make(number)) }
        #expect(dashboard.selected == 47)
        dashboard.press("x")
        #expect(dashboard.text.contains("Remove #47 from the list?"))
    }

    @Test func aScrolledTableDoesNotMoveWhenRowsComeAbove() {
        var dashboard = DashboardHarness.make(journal: history(200))
        dashboard.press("PgDn", times: 3)
        let before = dashboard.lines.first { $0.contains("#\(dashboard.selected!) ") }
        let row = dashboard.lines.firstIndex { $0 == before }
        dashboard.news(.make(201))
        #expect(dashboard.lines.firstIndex { $0 == before } == row)
    }

    @Test func windowsAreLoadedAheadOfTheSelection() {
        var dashboard = DashboardHarness.make(journal: history(10_000))
        #expect(dashboard.windows.count == 1)
        dashboard.press("PgDn", times: 25)
        #expect(dashboard.windows.count == 2)
        #expect(dashboard.state.table.total == 10_000)
        dashboard.press("G")
        #expect(dashboard.selected == 1)
        #expect(dashboard.text.contains("10,000/10,000"))
        dashboard.press("g")
        #expect(dashboard.selected == 10_000)
    }

    @Test func everyRowIsPassedOnTheWayDown() {
        var dashboard = DashboardHarness.make(journal: history(1200))
        for number in stride(from: 1200, to: 1, by: -1) {
            #expect(dashboard.selected == number)
            dashboard.press("j")
        }
        #expect(dashboard.selected == 1)
    }

    @Test func oneWindowIsAskedForAtATime() {
        var dashboard = DashboardHarness.make(journal: history(10_000))
        dashboard.answers = false
        dashboard.press("/")
        dashboard.type("number 42")
        #expect(dashboard.windows.count == 2)
        dashboard.answers = true
        dashboard.send(.windowLoaded(dashboard.window(dashboard.windows[1])))
        #expect(dashboard.windows.count == 3)
        #expect(dashboard.state.table.text == "number 42")
        #expect(dashboard.text.contains("prompt number 42"))
        #expect(!dashboard.text.contains("prompt number 9999"))
    }

    @Test func theFilterNarrowsAsItIsTypedAndEscapeWidens() {
        var dashboard = DashboardHarness.make(journal: history(30))
        dashboard.press("/")
        dashboard.type("number 2")
        #expect(dashboard.state.table.total == 11)
        dashboard.press("Enter")
        #expect(dashboard.state.context == .tasks)
        #expect(dashboard.text.contains(" /number 2 "))
        dashboard.press("Esc")
        #expect(dashboard.state.table.total == 30)
    }

    @Test func theStateFilterGoesRound() {
        var dashboard = DashboardHarness.make(journal: [.running(3), .failed(2), .done(1)])
        dashboard.press("f")
        #expect(dashboard.text.contains("· live"))
        #expect(dashboard.state.table.rows.map(\.id.rawValue) == [3])
        dashboard.press("f", "f")
        #expect(dashboard.state.table.rows.map(\.id.rawValue) == [2])
        dashboard.press("f", "f")
        #expect(dashboard.state.table.rows.count == 3)
    }

    @Test func aTaskThatEndsLeavesTheLiveFilter() {
        var dashboard = DashboardHarness.make(journal: [.running(3), .running(2)])
        dashboard.press("f")
        dashboard.news(.done(3))
        #expect(dashboard.state.table.rows.map(\.id.rawValue) == [2])
        #expect(dashboard.selected == 2)
    }

    @Test func theSortColumnIsAskedOfTheJournal() {
        var dashboard = DashboardHarness.make(journal: history(3))
        dashboard.press("s")
        #expect(dashboard.windows.last?.sort == .state)
        #expect(dashboard.text.contains("by state"))
    }

    @Test func aRemovedTaskGivesItsPlaceToTheNext() {
        var dashboard = DashboardHarness.make(journal: history(5))
        dashboard.press("j", "x")
        #expect(!dashboard.effects.contains(.command(.remove(TaskNumber(rawValue: 4)))))
        dashboard.decide("y")
        #expect(dashboard.effects.contains(.command(.remove(TaskNumber(rawValue: 4)))))
        #expect(dashboard.selected == 3)
        #expect(dashboard.text.contains("  #3"))
    }

    @Test func whatRunsIsNotRemoved() {
        var dashboard = DashboardHarness.make(journal: [.running(3)])
        dashboard.press("x")
        #expect(dashboard.state.overlay == nil)
        #expect(dashboard.text.contains("#3 is running and paid for"))
    }

    @Test func whatIsQueuedIsTakenBack() {
        var dashboard = DashboardHarness.make(journal: [.make(3)])
        dashboard.press("x")
        #expect(dashboard.text.contains("Take #3 back?"))
    }

    @Test func anAnswerAboutAnotherTaskIsNotShown() {
        var dashboard = DashboardHarness.make(journal: history(5))
        dashboard.press("j")
        dashboard.send(.detailLoaded(TaskDetail(task: .done(1))))
        #expect(dashboard.text.contains("  #4"))
        #expect(dashboard.text.contains("prompt number 4"))
    }

    @Test func theNextRowIsShownWholeAtOnce() {
        var dashboard = DashboardHarness.make(journal: history(5))
        dashboard.answers = false
        dashboard.press("j")
        #expect(dashboard.text.contains("https://cdn.example/4.png"))
    }

    @Test func aDisabledKeySaysWhy() {
        var dashboard = DashboardHarness.make(journal: [.done(3)])
        dashboard.press("l")
        #expect(dashboard.text.contains("#3 has ended; there is nothing to poll"))
        dashboard.press("u")
        #expect(dashboard.text.contains("#3 is success, not unknown"))
        #expect(!dashboard.effects.contains(.command(.pollNow(TaskNumber(rawValue: 3)))))
    }

    @Test func theLastTaskToEndRingsTheBell() {
        var dashboard = DashboardHarness.make(journal: [.running(2), .running(1)])
        dashboard.news(.running(2))
        dashboard.news(.running(1))
        dashboard.news(.done(2))
        #expect(!dashboard.effects.contains(.bell))
        dashboard.news(.done(1))
        #expect(dashboard.effects.contains(.bell))
    }

    @Test func anUnknownTaskOffersThreeWays() {
        var dashboard = DashboardHarness.make(journal: [.unknown(3)])
        let number = TaskNumber(rawValue: 3)
        dashboard.press("u", "x")
        dashboard.decide("y")
        #expect(dashboard.effects.contains(.command(.markLost(number))))
        dashboard.press("u", "a")
        dashboard.type("task_found")
        dashboard.press("Enter")
        #expect(
            dashboard.effects.contains(.command(.attach(number, TaskID(rawValue: "task_found"))))
        )
        dashboard.press("u", "r")
        #expect(dashboard.text.contains("sending may bill twice"))
        #expect(dashboard.submits == 0)
        dashboard.press("F5")
        #expect(dashboard.text.contains("This same request was sent as #3."))
    }

    @Test func whatIsCopiedNeverHoldsTheKey() {
        var dashboard = DashboardHarness.make(journal: [.done(3)])
        dashboard.press("y")
        for letter in ["1", "t", "c", "p"] {
            dashboard.press("Esc", "y")
            dashboard.type(letter)
        }
        let copies = dashboard.effects.compactMap { effect -> (String, String)? in
            if case .copy(let text, let what) = effect { (what, text) } else { nil }
        }
        #expect(copies.map(\.0) == ["URL", "taskId", "curl", "prompt"])
        #expect(copies[0].1 == "https://cdn.example/3.png")
        #expect(copies[2].1.contains("Bearer $APIXO_API_KEY"))
    }

    /// Pasted into a shell, none of it is a command.
    @Test func whatAServiceSaidIsCopiedAsHarmlessWords() {
        var task = TrackedTask.done(3)
        guard case .succeeded(var finished, var result) = task.life else { return }
        finished.taskID = TaskID(rawValue: "task_1\n$(touch x); `y` '\u{1B}[2J")
        result.urls = ["https://a.example/1.png?a=1&b='$(touch x)'\n; \"é\u{202E}"]
        task.life = .succeeded(finished, result)
        var dashboard = DashboardHarness.make(journal: [task])
        for letter in ["1", "t"] {
            dashboard.press("Esc", "y")
            dashboard.type(letter)
        }
        let copies = dashboard.effects.compactMap { effect -> String? in
            if case .copy(let text, _) = effect { text } else { nil }
        }
        #expect(copies.last == "task_1touchxy2J")
        #expect(
            copies.first == "https://a.example/1.png?a=1&b=%27%24%28touch%20x%29%27%0A%3B%20"
                + "%22%C3%A9%E2%80%AE"
        )
    }

    @Test func aTaskThatLeftWhileTheQuestionStoodIsNotTakenBack() {
        var dashboard = DashboardHarness.make(journal: [.make(3)])
        dashboard.press("x")
        dashboard.news(.running(3))
        dashboard.decide("y")
        #expect(!dashboard.effects.contains(.command(.remove(TaskNumber(rawValue: 3)))))
        #expect(dashboard.text.contains("#3 is running and paid for"))
    }

    @Test func aWindowReadTooEarlyIsReadAgain() {
        var dashboard = DashboardHarness.make(journal: [.running(3)])
        dashboard.news(.running(3))
        dashboard.answers = false
        dashboard.send(.journalChanged)
        let stale = dashboard.window(dashboard.windows[1])
        dashboard.news(.done(3))
        dashboard.answers = true
        dashboard.send(.windowLoaded(stale))
        #expect(dashboard.state.table.rows.map(\.state) == [.success])
    }
}
