import Apixo
import Terminal
import Testing

@testable import Dashboard
@testable import Tasks

/// What the header says of the road to the service, of limits and of results that die.
@Suite struct HeaderTests {
    private func dashboard(columns: Int = 120, _ change: (inout EngineStatus) -> Void)
        -> DashboardHarness
    {
        var dashboard = DashboardHarness.make(columns: columns, rows: 24, journal: [.make(7)])
        dashboard.news(.make(7))
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
        dashboard.send(.statusChanged(status))
        return dashboard
    }

    @Test(arguments: [
        (EngineStatus.Wait.slots, "queued: slots", "no slot", "a free slot: 10 of 10"),
        (
            .minute(until: DashboardHarness.now + 9), "queued: minute full until 14:03:20",
            "minute full", "of 60"
        ),
        (
            .paused(until: DashboardHarness.now + 9), "queued: paused until 14:03:20 (429)",
            "paused", "(429)"
        ),
    ])
    func headerRowAndDetailSayWhyATaskWaits(
        wait: EngineStatus.Wait,
        header: String,
        row: String,
        detail: String,
    ) {
        for columns in [80, 120] {
            let dashboard = dashboard(columns: columns) { $0.queues[0].wait = wait }
            #expect(dashboard.lines[0].contains(header), "\(dashboard.lines[0])")
            let line = dashboard.lines.first { $0.contains("#7") } ?? ""
            #expect(line.contains(" \(row) "), "\(line)")
            #expect(dashboard.text.contains(detail), "\(dashboard.text)")
        }
    }

    @Test(arguments: [
        (120, "account 10/10 a minute, 3/3 at once, learned from a 429 at 14:02:11"),
        (80, "account 10/10 a minute, 3/3 at once (429)"), (62, "account 10/10, 3/3 (429)"),
    ])
    func whatWasLearntOfTheAccountIsSaidWithItsReason(columns: Int, words: String) {
        let dashboard = dashboard(columns: columns) { status in
            let ceiling = AccountCeiling(
                limits: Plan.free.limits,
                since: DashboardHarness.now - 60,
                raiseAt: DashboardHarness.now + 240
            )
            status.account.limits = Plan.free.limits
            status.account.used = 10
            status.account.live = 3
            status.account.ceiling = ceiling
            status.queues[0].queued = 0
        }
        #expect(dashboard.lines[0].contains(words), "\(dashboard.lines[0])")
    }

    @Test func aFullAccountIsSaidInHeaderRowAndDetail() {
        let dashboard = dashboard { status in
            status.account.limits = Plan.free.limits
            status.account.live = 3
            status.queues[0].wait = .account
        }
        #expect(dashboard.lines[0].contains("1 queued   account 0/10 a minute, 3/3 at once"))
        #expect(dashboard.text.contains(" account "))
        #expect(dashboard.text.contains("all models together have no"))
    }

    @Test func whatWaitsForAnotherKeyIsSaidInHeaderRowAndDetail() {
        let dashboard = dashboard { $0.forOtherKey = [TaskNumber(rawValue: 7)] }
        #expect(dashboard.lines[0].contains("1 queued with another key"), "\(dashboard.lines[0])")
        #expect((dashboard.lines.first { $0.contains("#7") } ?? "").contains(" other key "))
        #expect(dashboard.text.contains("the key it was queued with"), "\(dashboard.text)")
        #expect(dashboard.text.contains("Queued with another key: start apixo"))
    }

    @Test func aPauseWithoutAQueueStandsAtTheModel() {
        let dashboard = dashboard { status in
            status.queues[0].queued = 0
            status.queues[0].wait = .paused(until: DashboardHarness.now + 9)
        }
        #expect(dashboard.lines[0].contains("seedream-5-0 60/60 paused until 14:03:20 (429)"))
    }

    @Test func anOutageAndARefusedKeyAreSaidInHeaderRowAndDetail() {
        let reason = "the host name api.apixo.ai cannot be found, says a server with a long name"
        var dashboard = dashboard(columns: 80) { status in
            let since = DashboardHarness.now - 60
            status.outage = Outage(
                since: since,
                reason: reason,
                failures: 3,
                nextTry: DashboardHarness.now
            )
            status.queues[0].wait = .offline(since: since, reason: reason)
        }
        // Cut to the room there is, not left out.
        #expect(dashboard.lines[0].contains("offline since 14:02:11: the host name api."))
        #expect(dashboard.text.contains(" offline "))
        #expect(dashboard.text.contains("the network, down since 14:02:11: the host name"))
        dashboard = self.dashboard(columns: 80) { status in
            status.hold = AccountHold(
                reason: .badKey,
                status: 401,
                message: "no",
                since: DashboardHarness.now,
            )
            status.queues[0].wait = .badKey
        }
        #expect(dashboard.lines[0].contains("API key refused"))
        #expect(dashboard.text.contains(" key "))
        #expect(dashboard.text.contains("a key that the service accepts; it refused this one"))
    }

    @Test func aLongOutageLeavesRoomForResultsThatDie() {
        var dashboard = dashboard(columns: 80) { status in
            let reason =
                "the host name api.apixo.ai cannot be found, says a server with a long name"
            status.outage = Outage(
                since: DashboardHarness.now,
                reason: reason,
                failures: 1,
                nextTry: DashboardHarness.now
            )
        }
        dashboard.file(.make(of: 7, dyingIn: 3 * 3600 + 30))
        #expect(dashboard.lines[0].contains("offline since 14:03:11: the h…"))
        #expect(dashboard.lines[0].contains("1 result unsaved, 3 h…"))
    }

    @Test func aSubmitWithoutAnAnswerIsSpokenOfAfterAWhile() {
        var dashboard = DashboardHarness.make(journal: [.make(7)])
        dashboard.news(.make(7, life: .sending(since: DashboardHarness.now)))
        dashboard.press("G")
        #expect(!dashboard.lines[0].contains("no answer"))
        dashboard.now = dashboard.now + 5
        #expect(dashboard.lines[0].contains("no answer since 14:03:11"))
        dashboard.news(.done(7))
        #expect(!dashboard.lines[0].contains("no answer"))
    }

    @Test func aPollWithoutAnAnswerIsSpokenOfAfterAWhile() {
        var dashboard = DashboardHarness.make(journal: [.running(7)])
        dashboard.news(.running(7))
        dashboard.now = dashboard.now + 60
        #expect(!dashboard.lines[0].contains("no answer"))
        var task = dashboard.journal[0]
        task.life = .running(
            Running(taskID: TaskID(rawValue: "task_7"), acceptedAt: DashboardHarness.now)
        )
        dashboard.news(task)
        dashboard.now = dashboard.now + 5
        #expect(dashboard.lines[0].contains("no answer since 14:04:11"))
        dashboard.news(.running(7))
        #expect(!dashboard.lines[0].contains("no answer"))
        dashboard.send(.leadershipChanged(isLeader: false))
        dashboard.news(task)
        dashboard.now = dashboard.now + 5
        #expect(!dashboard.lines[0].contains("no answer"))
    }

    @Test func whoFollowsCountsTheTasksOfTheOther() {
        var dashboard = DashboardHarness.make(journal: [.running(9), .running(8), .make(7)])
        dashboard.send(.leadershipChanged(isLeader: false))
        for task in dashboard.journal { dashboard.news(task) }
        #expect(dashboard.lines[0].contains("2 live · 1 queued"))
        dashboard.press("G")
        #expect(dashboard.text.contains("its turn; another terminal is the leader"))
    }

    @Test func anUnsavedResultNearItsEndIsMarkedAndItsCountdownRuns() {
        var dashboard = DashboardHarness.make(journal: [.done(3), .done(2)])
        dashboard.file(.make(of: 2, dyingIn: 3 * 3600 + 30))
        dashboard.file(.make(of: 3, dyingIn: 2 * 86_400 + 1800))
        let lines = dashboard.lines
        #expect(lines.contains { $0.contains("#2") && $0.contains("unsaved, 3h left") })
        #expect(!lines.contains { $0.contains("#3") && $0.contains("left") })
        #expect(dashboard.state.nextDue(after: dashboard.now) == DashboardHarness.now + 30.001)
        dashboard.now = dashboard.now + 30.001
        #expect(dashboard.lines[0].contains("1 result unsaved, 2 h 59 min left"))
    }

    @Test func aFailedFileIsToldOnceAndStandsInTheHeaderAfterwards() {
        var dashboard = DashboardHarness.make(journal: [.done(3)])
        var file = ResultFile.make(of: 3, dyingIn: 9 * 86_400)
        file.state = .waiting(
            next: DashboardHarness.now + 3,
            tries: 1,
            reason: "results: Is a file"
        )
        dashboard.file(file)
        #expect(dashboard.text.contains("A result of #3 is not saved yet: results: Is a file"))
        #expect(!dashboard.lines[0].contains("not saved"))
        file.state = .waiting(
            next: DashboardHarness.now + 9,
            tries: 2,
            reason: "results: Is a file"
        )
        dashboard.file(file)
        #expect(dashboard.lines[0].contains("1 result not saved: results: Is a file"))
        file.state = .lost(reason: "the result is not there (HTTP 404)")
        dashboard.file(file)
        #expect(!dashboard.lines[0].contains("not saved"))
        #expect(dashboard.text.contains("A result of #3 is not saved: the result is not there"))
    }
}
