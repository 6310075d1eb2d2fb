import Apixo
import Terminal
import Testing

@testable import Dashboard
@testable import Tasks

/// What the header says of the road to the service, of limits and of results that die.
@Suite struct HeaderTests {
    private func desk(columns: Int = 120, _ change: (inout EngineStatus) -> Void) -> Desk {
        var desk = Desk.make(columns: columns, rows: 24, journal: [.make(7)])
        desk.news(.make(7))
        var status = EngineStatus()
        status.queues = [
            .init(
                model: ModelID(rawValue: "seedream-5-0"),
                used: 60,
                limit: 60,
                live: 10,
                slots: 10,
                queued: 1,
                wait: nil,
            )
        ]
        change(&status)
        desk.send(.statusChanged(status))
        return desk
    }

    @Test(arguments: [
        (EngineStatus.Wait.slots, "queued: slots", "slots", "a free place: 10 of 10"),
        (.minute(until: Desk.now + 9), "queued: minute full until 14:03:20", "minute", "of 60"),
        (.paused(until: Desk.now + 9), "queued: paused until 14:03:20 (429)", "paused", "(429)"),
    ])
    func headerRowAndDetailSayWhyATaskWaits(
        wait: EngineStatus.Wait,
        header: String,
        row: String,
        detail: String,
    ) {
        for columns in [80, 120] {
            let desk = desk(columns: columns) { $0.queues[0].wait = wait }
            #expect(desk.lines[0].contains(header), "\(desk.lines[0])")
            let line = desk.lines.first { $0.contains("#7") } ?? ""
            #expect(line.contains(" \(row) "), "\(line)")
            #expect(desk.text.contains(detail), "\(desk.text)")
        }
    }

    @Test(arguments: [
        (120, "account 10/10 a minute, 3/3 at once, learnt from a 429 at 14:02:11"),
        (80, "account 10/10 a minute, 3/3 at once (429)"), (62, "account 10/10, 3/3 (429)"),
    ])
    func whatWasLearntOfTheAccountIsSaidWithItsReason(columns: Int, words: String) {
        let desk = desk(columns: columns) { status in
            let ceiling = AccountCeiling(
                limits: Plan.free.limits,
                since: Desk.now - 60,
                raiseAt: Desk.now + 240
            )
            status.account.limits = Plan.free.limits
            status.account.used = 10
            status.account.live = 3
            status.account.ceiling = ceiling
            status.queues[0].queued = 0
        }
        #expect(desk.lines[0].contains(words), "\(desk.lines[0])")
    }

    @Test func aFullAccountIsSaidInHeaderRowAndDetail() {
        let desk = desk { status in
            status.account.limits = Plan.free.limits
            status.account.live = 3
            status.queues[0].wait = .account
        }
        #expect(desk.lines[0].contains("1 queued   account 0/10 a minute, 3/3 at once"))
        #expect(desk.text.contains(" account "))
        #expect(desk.text.contains("all models together have no"))
    }

    @Test func whatWaitsForAnotherKeyIsSaidInHeaderRowAndDetail() {
        let desk = desk { $0.forOtherKey = [TaskNumber(rawValue: 7)] }
        #expect(desk.lines[0].contains("1 queued with another key"), "\(desk.lines[0])")
        #expect((desk.lines.first { $0.contains("#7") } ?? "").contains(" other key "))
        #expect(desk.text.contains("the key it was queued with"), "\(desk.text)")
        #expect(desk.text.contains("Queued with another key: start apixo"))
    }

    @Test func aPauseWithoutAQueueStandsAtTheModel() {
        let desk = desk { status in
            status.queues[0].queued = 0
            status.queues[0].wait = .paused(until: Desk.now + 9)
        }
        #expect(desk.lines[0].contains("seedream-5-0 60/60 paused until 14:03:20 (429)"))
    }

    @Test func anOutageAndARefusedKeyAreSaidInHeaderRowAndDetail() {
        let reason = "the host name api.apixo.ai cannot be found, says a server with a long name"
        var desk = desk(columns: 80) { status in
            let since = Desk.now - 60
            status.outage = Outage(since: since, reason: reason, failures: 3, nextTry: Desk.now)
            status.queues[0].wait = .offline(since: since, reason: reason)
        }
        // Cut to the room there is, not left out.
        #expect(desk.lines[0].contains("offline since 14:02:11: the host name api."))
        #expect(desk.text.contains(" offline "))
        #expect(desk.text.contains("the line, down since 14:02:11: the host name"))
        desk = self.desk(columns: 80) { status in
            status.hold = AccountHold(
                reason: .badKey,
                status: 401,
                message: "no",
                since: Desk.now,
            )
            status.queues[0].wait = .badKey
        }
        #expect(desk.lines[0].contains("key refused"))
        #expect(desk.text.contains(" key "))
        #expect(desk.text.contains("a key the service takes; it refused this one"))
    }

    @Test func aLongOutageLeavesRoomForResultsThatDie() {
        var desk = desk(columns: 80) { status in
            let reason =
                "the host name api.apixo.ai cannot be found, says a server with a long name"
            status.outage = Outage(since: Desk.now, reason: reason, failures: 1, nextTry: Desk.now)
        }
        desk.file(.make(of: 7, dyingIn: 3 * 3600 + 30))
        #expect(desk.lines[0].contains("offline since 14:03:11: the h…"))
        #expect(desk.lines[0].contains("1 result unsaved, 3 h…"))
    }

    @Test func aSubmitWithoutAnAnswerIsSpokenOfAfterAWhile() {
        var desk = Desk.make(journal: [.make(7)])
        desk.news(.make(7, life: .sending(since: Desk.now)))
        desk.press("G")
        #expect(!desk.lines[0].contains("no answer"))
        desk.now = desk.now + 5
        #expect(desk.lines[0].contains("no answer since 14:03:11"))
        desk.news(.done(7))
        #expect(!desk.lines[0].contains("no answer"))
    }

    @Test func aPollWithoutAnAnswerIsSpokenOfAfterAWhile() {
        var desk = Desk.make(journal: [.running(7)])
        desk.news(.running(7))
        desk.now = desk.now + 60
        #expect(!desk.lines[0].contains("no answer"))
        var task = desk.journal[0]
        task.life = .running(Running(taskID: TaskID(rawValue: "task_7"), acceptedAt: Desk.now))
        desk.news(task)
        desk.now = desk.now + 5
        #expect(desk.lines[0].contains("no answer since 14:04:11"))
        desk.news(.running(7))
        #expect(!desk.lines[0].contains("no answer"))
        desk.send(.leadershipChanged(isLeader: false))
        desk.news(task)
        desk.now = desk.now + 5
        #expect(!desk.lines[0].contains("no answer"))
    }

    @Test func whoFollowsCountsTheTasksOfTheOther() {
        var desk = Desk.make(journal: [.running(9), .running(8), .make(7)])
        desk.send(.leadershipChanged(isLeader: false))
        for task in desk.journal { desk.news(task) }
        #expect(desk.lines[0].contains("2 live · 1 queued"))
        desk.press("G")
        #expect(desk.text.contains("its turn; another terminal sends"))
    }

    @Test func anUnsavedResultNearItsEndIsMarkedAndItsCountdownRuns() {
        var desk = Desk.make(journal: [.done(3), .done(2)])
        desk.file(.make(of: 2, dyingIn: 3 * 3600 + 30))
        desk.file(.make(of: 3, dyingIn: 2 * 86_400 + 1800))
        let lines = desk.lines
        #expect(lines.contains { $0.contains("#2") && $0.contains("unsaved, 3h left") })
        #expect(!lines.contains { $0.contains("#3") && $0.contains("left") })
        #expect(desk.state.nextDue(after: desk.now) == Desk.now + 30.001)
        desk.now = desk.now + 30.001
        #expect(desk.lines[0].contains("1 result unsaved, 2 h 59 min left"))
    }

    @Test func aFailedFileIsToldOnceAndStandsInTheHeaderAfterwards() {
        var desk = Desk.make(journal: [.done(3)])
        var file = ResultFile.make(of: 3, dyingIn: 9 * 86_400)
        file.state = .waiting(next: Desk.now + 3, tries: 1, reason: "results: Is a file")
        desk.file(file)
        #expect(desk.text.contains("A result of #3 is not saved yet: results: Is a file"))
        #expect(!desk.lines[0].contains("not saved"))
        file.state = .waiting(next: Desk.now + 9, tries: 2, reason: "results: Is a file")
        desk.file(file)
        #expect(desk.lines[0].contains("1 result not saved: results: Is a file"))
        file.state = .lost(reason: "the result is not there (HTTP 404)")
        desk.file(file)
        #expect(!desk.lines[0].contains("not saved"))
        #expect(desk.text.contains("A result of #3 is not saved: the result is not there"))
    }
}
