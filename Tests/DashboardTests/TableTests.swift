import Apixo
import Tasks
import Terminal
import Testing

@testable import Dashboard

@Suite struct TableTests {
    @Test func theSelectionStaysOnItsTaskWhenRowsComeAbove() {
        var desk = Desk.make(journal: history(50))
        desk.press("j", times: 3)
        #expect(desk.selected == 47)
        for number in 51...60 { desk.news(.make(number)) }
        #expect(desk.selected == 47)
        desk.press("x")
        #expect(desk.text.contains("Remove #47 from the list?"))
    }

    @Test func aScrolledTableDoesNotMoveWhenRowsComeAbove() {
        var desk = Desk.make(journal: history(200))
        desk.press("PgDn", times: 3)
        let before = desk.lines.first { $0.contains("#\(desk.selected!) ") }
        let row = desk.lines.firstIndex { $0 == before }
        desk.news(.make(201))
        #expect(desk.lines.firstIndex { $0 == before } == row)
    }

    @Test func windowsAreLoadedAheadOfTheSelection() {
        var desk = Desk.make(journal: history(10_000))
        #expect(desk.windows.count == 1)
        desk.press("PgDn", times: 25)
        #expect(desk.windows.count == 2)
        #expect(desk.state.table.total == 10_000)
        desk.press("G")
        #expect(desk.selected == 1)
        #expect(desk.text.contains("10,000/10,000"))
        desk.press("g")
        #expect(desk.selected == 10_000)
    }

    @Test func everyRowIsPassedOnTheWayDown() {
        var desk = Desk.make(journal: history(1200))
        for number in stride(from: 1200, to: 1, by: -1) {
            #expect(desk.selected == number)
            desk.press("j")
        }
        #expect(desk.selected == 1)
    }

    @Test func oneWindowIsAskedForAtATime() {
        var desk = Desk.make(journal: history(10_000))
        desk.answers = false
        desk.press("/")
        desk.type("number 42")
        #expect(desk.windows.count == 2)
        desk.answers = true
        desk.send(.windowLoaded(desk.window(desk.windows[1])))
        #expect(desk.windows.count == 3)
        #expect(desk.state.table.text == "number 42")
        #expect(desk.text.contains("prompt number 42"))
        #expect(!desk.text.contains("prompt number 9999"))
    }

    @Test func theFilterNarrowsAsItIsTypedAndEscapeWidens() {
        var desk = Desk.make(journal: history(30))
        desk.press("/")
        desk.type("number 2")
        #expect(desk.state.table.total == 11)
        desk.press("Enter")
        #expect(desk.state.context == .tasks)
        #expect(desk.text.contains(" /number 2 "))
        desk.press("Esc")
        #expect(desk.state.table.total == 30)
    }

    @Test func theStateFilterGoesRound() {
        var desk = Desk.make(journal: [.running(3), .failed(2), .done(1)])
        desk.press("f")
        #expect(desk.text.contains("· live"))
        #expect(desk.state.table.rows.map(\.id.rawValue) == [3])
        desk.press("f", "f")
        #expect(desk.state.table.rows.map(\.id.rawValue) == [2])
        desk.press("f", "f")
        #expect(desk.state.table.rows.count == 3)
    }

    @Test func aTaskThatEndsLeavesTheLiveFilter() {
        var desk = Desk.make(journal: [.running(3), .running(2)])
        desk.press("f")
        desk.news(.done(3))
        #expect(desk.state.table.rows.map(\.id.rawValue) == [2])
        #expect(desk.selected == 2)
    }

    @Test func theSortColumnIsAskedOfTheJournal() {
        var desk = Desk.make(journal: history(3))
        desk.press("s")
        #expect(desk.windows.last?.sort == .state)
        #expect(desk.text.contains("by state"))
    }

    @Test func aRemovedTaskGivesItsPlaceToTheNext() {
        var desk = Desk.make(journal: history(5))
        desk.press("j", "x")
        #expect(!desk.effects.contains(.remove(TaskNumber(rawValue: 4))))
        desk.decide("y")
        #expect(desk.effects.contains(.remove(TaskNumber(rawValue: 4))))
        #expect(desk.selected == 3)
        #expect(desk.text.contains("  #3"))
    }

    @Test func whatRunsIsNotRemoved() {
        var desk = Desk.make(journal: [.running(3)])
        desk.press("x")
        #expect(desk.state.overlay == nil)
        #expect(desk.text.contains("#3 is running and paid for"))
    }

    @Test func whatIsQueuedIsTakenBack() {
        var desk = Desk.make(journal: [.make(3)])
        desk.press("x")
        #expect(desk.text.contains("Take #3 back?"))
    }

    @Test func anAnswerAboutAnotherTaskIsNotShown() {
        var desk = Desk.make(journal: history(5))
        desk.press("j")
        desk.send(.detailLoaded(TaskDetail(task: .done(1))))
        #expect(desk.text.contains("  #4"))
        #expect(desk.text.contains("prompt number 4"))
    }

    @Test func theNextRowIsShownWholeAtOnce() {
        var desk = Desk.make(journal: history(5))
        desk.answers = false
        desk.press("j")
        #expect(desk.text.contains("https://cdn.example/4.png"))
    }

    @Test func aDisabledKeySaysWhy() {
        var desk = Desk.make(journal: [.done(3)])
        desk.press("l")
        #expect(desk.text.contains("#3 has ended; there is nothing to look at"))
        desk.press("u")
        #expect(desk.text.contains("#3 is success, not unknown"))
        #expect(!desk.effects.contains(.pollNow(TaskNumber(rawValue: 3))))
    }

    @Test func theLastTaskToEndRingsTheBell() {
        var desk = Desk.make(journal: [.running(2), .running(1)])
        desk.news(.running(2))
        desk.news(.running(1))
        desk.news(.done(2))
        #expect(!desk.effects.contains(.bell))
        desk.news(.done(1))
        #expect(desk.effects.contains(.bell))
    }

    @Test func anUnknownTaskOffersThreeWays() {
        var desk = Desk.make(journal: [.unknown(3)])
        let number = TaskNumber(rawValue: 3)
        desk.press("u", "x")
        desk.decide("y")
        #expect(desk.effects.contains(.settle(number)))
        desk.press("u", "a")
        desk.type("task_found")
        desk.press("Enter")
        #expect(desk.effects.contains(.attach(number, TaskID(rawValue: "task_found"))))
        desk.press("u", "r")
        #expect(desk.text.contains("sending may bill twice"))
        #expect(desk.submits == 0)
        desk.press("F5")
        #expect(desk.text.contains("This same request was sent as #3."))
    }

    @Test func whatIsCopiedNeverHoldsTheKey() {
        var desk = Desk.make(journal: [.done(3)])
        desk.press("y")
        for letter in ["1", "t", "c", "p"] {
            desk.press("Esc", "y")
            desk.type(letter)
        }
        let copies = desk.effects.compactMap { effect -> (String, String)? in
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
        var desk = Desk.make(journal: [task])
        for letter in ["1", "t"] {
            desk.press("Esc", "y")
            desk.type(letter)
        }
        let copies = desk.effects.compactMap { effect -> String? in
            if case .copy(let text, _) = effect { text } else { nil }
        }
        #expect(copies.last == "task_1touchxy2J")
        #expect(
            copies.first == "https://a.example/1.png?a=1&b=%27%24%28touch%20x%29%27%0A%3B%20"
                + "%22%C3%A9%E2%80%AE"
        )
    }

    @Test func aTaskThatLeftWhileTheQuestionStoodIsNotTakenBack() {
        var desk = Desk.make(journal: [.make(3)])
        desk.press("x")
        desk.news(.running(3))
        desk.decide("y")
        #expect(!desk.effects.contains(.remove(TaskNumber(rawValue: 3))))
        #expect(desk.text.contains("#3 is running and paid for"))
    }

    @Test func aWindowReadTooEarlyIsReadAgain() {
        var desk = Desk.make(journal: [.running(3)])
        desk.news(.running(3))
        desk.answers = false
        desk.send(.journalChanged)
        let stale = desk.window(desk.windows[1])
        desk.news(.done(3))
        desk.answers = true
        desk.send(.windowLoaded(stale))
        #expect(desk.state.table.rows.map(\.state) == [.success])
    }
}
