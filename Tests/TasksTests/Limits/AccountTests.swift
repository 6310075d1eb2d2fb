import Apixo
import Tasks
import Testing

/// The limits of the account, all models together, configured or learnt.
struct AccountTests {
    private static let models = [Model.make("a"), Model.make("b"), Model.make("c")]
    private static let unknown = AccountLimits()

    private func accept(_ rig: inout EngineHarness, _ number: TaskNumber) {
        let id = TaskID(rawValue: "job-\(number.rawValue)")
        rig.take(.sent(number, .answered(.value(id))))
    }

    private func refuse(_ rig: inout EngineHarness, _ number: TaskNumber, after seconds: Double = 0)
    {
        rig.take(.sent(number, .answered(.tooMany(retryAfter: nil))), after: seconds)
    }

    @Test func whatIsConfiguredBindsAllModelsTogether() {
        var rig = EngineHarness(Self.models, limits: Plan.free.limits)
        let posted = Self.models.flatMap { model in
            rig.submit(2, to: model)
            return rig.decision.posted
        }
        #expect(posted.map(\.rawValue) == [1, 2, 3])
        #expect(rig.engine.status.queues.map(\.wait) == [nil, .account, .account])
        rig.take(.sent(posted[0], .answered(.refused(.make(400, .badRequest)))))
        #expect(rig.decision.posted.map(\.rawValue) == [4])
    }

    @Test func aSlotOfTheAccountGoesToWhoeverWaitedLongest() {
        var rig = EngineHarness(Self.models, limits: AccountLimits(tasksAtOnce: 1))
        let first = rig.submit(to: Self.models[2])[0]
        rig.submit(to: Self.models[1])
        rig.submit(to: Self.models[0])
        rig.take(.sent(first, .answered(.refused(.make(400, .badRequest)))))
        #expect(rig.decision.posted.map(\.rawValue) == [2])
    }

    @Test func theMinuteOfTheAccountHoldsPollsAndSubmitsOfAllModels() {
        let limits = AccountLimits(requestsPerMinute: 2, tasksAtOnce: 100)
        var rig = EngineHarness(Self.models, limits: limits)
        for model in Self.models { rig.submit(to: model) }
        #expect(rig.engine.status.account.used == 2)
        for number in 1...2 { accept(&rig, TaskNumber(rawValue: number)) }
        var calls: [Timestamp] = []
        while rig.now < EngineHarness.start + 130, let wake = rig.engine.nextWake {
            rig.now = max(rig.now, wake)
            rig.take(.ticked)
            calls += rig.decision.calls.map { _ in rig.now }
            for number in rig.decision.posted { accept(&rig, number) }
            for number in rig.decision.polled {
                rig.take(.polled(number, .answered(.value(.running))))
            }
        }
        #expect(calls.count >= 2)
        #expect(zip(calls, calls.dropFirst(2)).allSatisfy { $1.seconds(since: $0) >= 60 })
        #expect(calls.first.map { $0.seconds(since: EngineHarness.start) >= 60 } == true)
    }

    @Test func anAskingForTheBalanceCounts() {
        var rig = EngineHarness(Self.models, limits: AccountLimits(requestsPerMinute: 1))
        rig.take(.balanceAsked)
        rig.submit(to: Self.models[0])
        #expect(rig.decision.posted.isEmpty)
        rig.take(.ticked, after: 71)
        #expect(rig.decision.posted.count == 1)
    }

    @Test func aboveTheSmallestPlanOneGoesAlone() {
        var rig = EngineHarness(Self.models, limits: Self.unknown)
        rig.submit(6, to: Self.models[0])
        #expect(rig.decision.posted.count == 4)
        for number in 1...3 { accept(&rig, TaskNumber(rawValue: number)) }
        #expect(rig.decision.posted.isEmpty)
        accept(&rig, TaskNumber(rawValue: 4))
        #expect(rig.decision.posted.map(\.rawValue) == [5])
    }

    @Test func anAnswerThatDoesNotComeHoldsTheOthersForAFewSeconds() {
        var rig = EngineHarness(Self.models, limits: Self.unknown)
        rig.submit(5, to: Self.models[0])
        for number in 1...3 { accept(&rig, TaskNumber(rawValue: number)) }
        rig.take(.ticked, after: 4.9)
        #expect(rig.decision.posted.isEmpty)
        rig.take(.ticked, after: 0.1)
        #expect(rig.decision.posted.map(\.rawValue) == [5])
    }

    @Test func oneRefusalTeachesThePlan() {
        var rig = taught()
        #expect(rig.decision.ceiling == .some(rig.engine.status.account.ceiling))
        #expect(rig.engine.status.account.limits == Plan.free.limits)
        rig.take(.ticked, after: 70)
        #expect(rig.decision.posted.isEmpty)
    }

    /// Three tasks run, and the fourth was refused.
    private func taught() -> EngineHarness {
        var rig = EngineHarness(Self.models, limits: Self.unknown)
        rig.submit(5, to: Self.models[0])
        for number in 1...3 { accept(&rig, TaskNumber(rawValue: number)) }
        refuse(&rig, TaskNumber(rawValue: 4))
        return rig
    }

    @Test func belowTheSmallestPlanARefusalSaysNothingOfTheAccount() {
        var rig = EngineHarness(Self.models, limits: Self.unknown)
        for number in rig.submit(2, to: Self.models[0]) { refuse(&rig, number) }
        #expect(rig.engine.status.account.ceiling == nil)
    }

    @Test func whatIsConfiguredIsNotLearnt() {
        var rig = EngineHarness(
            Self.models,
            limits: AccountLimits(requestsPerMinute: 1000, tasksAtOnce: 5)
        )
        let numbers = rig.submit(5, to: Self.models[0])
        for number in numbers.dropLast() { accept(&rig, number) }
        refuse(&rig, numbers[4])
        #expect(rig.engine.status.account.ceiling == nil)
    }

    @Test func whatWasLearntIsTakenUpByTheNextRun() {
        let ceiling = taught().engine.status.account.ceiling
        var rig = EngineHarness(Self.models, limits: Self.unknown)
        let tasks = (1...5).map { TrackedTask.make($0, model: Self.models[0]) }
        rig.decision = rig.engine.resume(tasks: tasks, files: [], ceiling: ceiling, at: rig.now)
        #expect(rig.decision.posted.count == 3 && rig.decision.ceiling == nil)
        for number in rig.decision.posted { accept(&rig, number) }
        #expect(rig.decision.posted.isEmpty)
    }

    @Test func theUserCanHaveItForgotten() {
        var rig = taught()
        rig.take(.sendingWanted(nil), after: 6)
        #expect(rig.engine.status.account.limits == AccountLimits())
        #expect(rig.decision.ceiling == .some(nil))
        #expect(rig.decision.posted.map(\.rawValue) == [4])
    }

    @Test func afterFiveMinutesOneTriesAloneAndARefusalDoublesTheWait() {
        var rig = taught()
        keepRunning(&rig, until: 290)
        #expect(rig.engine.status.account.live == 3)
        keepRunning(&rig, until: 301)
        #expect(rig.decision.posted.map(\.rawValue) == [4])
        refuse(&rig, TaskNumber(rawValue: 4))
        let ceiling = rig.engine.status.account.ceiling
        #expect(ceiling?.raiseAt == rig.now + 600)
        #expect(ceiling?.limits == Plan.free.limits)
    }

    @Test func aTryThatIsAcceptedRaisesTheCeilingByOneOnceAllAreFoundRunning() {
        var rig = taught()
        keepRunning(&rig, until: 301)
        accept(&rig, TaskNumber(rawValue: 4))
        #expect(rig.decision.posted.isEmpty)
        #expect(rig.engine.status.account.limits.tasksAtOnce == 3)
        keepRunning(&rig, until: 400) { rig in
            rig.engine.status.account.limits.tasksAtOnce == 4
        }
        #expect(rig.engine.status.account.limits.tasksAtOnce == 4)
    }

    /// Every poll finds its task running.
    private func keepRunning(
        _ rig: inout EngineHarness,
        until seconds: Double,
        _ isOver: (EngineHarness) -> Bool = { !$0.decision.posted.isEmpty },
    ) {
        while let wake = rig.engine.nextWake, wake <= EngineHarness.start + seconds {
            rig.now = max(rig.now, wake)
            rig.take(.ticked)
            if isOver(rig) { return }
            for number in rig.decision.polled {
                rig.take(.polled(number, .answered(.value(.running))), after: 0.1)
                if isOver(rig) { return }
            }
        }
    }

    @Test func moreThanAPlanProvenIsNotThatPlan() {
        var rig = EngineHarness(Self.models, limits: Self.unknown)
        rig.submit(12, to: Self.models[0])
        for number in 1...11 { accept(&rig, TaskNumber(rawValue: number)) }
        // Eleven requests in a minute: more than the smallest plan, so ten tasks may run.
        refuse(&rig, TaskNumber(rawValue: 12))
        #expect(rig.engine.status.account.limits == Plan.pro.limits)
    }
}

extension TaskReport {
    fileprivate static let running = TaskReport(
        state: .running(phase: "processing"),
        times: TaskTimes(),
    )
}
