import Apixo
import Testing

@testable import Tasks

/// Queued requests that are too old to be sent without a word.
struct ConfirmTests {
    private static let day = ConfirmRule.day

    private func old(_ number: Int, by seconds: Double = 2 * day) -> TrackedTask {
        .make(number, submittedAt: EngineHarness.start - seconds)
    }

    @Test func anOldOneIsHeldAndThoseBehindItAreSent() {
        var rig = EngineHarness()
        rig.resume([old(1), .make(2)])
        #expect(rig.decision.posted == [TaskNumber(rawValue: 2)])
        #expect(rig.engine.unconfirmed == [TaskNumber(rawValue: 1)])
        #expect(rig.queue.live == 1 && rig.queue.queued == 0)
    }

    @Test func aYesSendsItOnce() {
        var rig = EngineHarness()
        let task = old(1)
        rig.resume([task])
        rig.take(.confirmed(task, at: rig.now), .confirmed(task, at: rig.now), after: 5)
        #expect(rig.decision.posted == [task.id])
        #expect(rig.decision.changed[task.id]?.confirmedAt == EngineHarness.start)
        rig.take(.confirmed(task, at: rig.now))
        #expect(rig.decision.posted.isEmpty && rig.engine.unconfirmed.isEmpty)
    }

    @Test func aYesHoldsForAnotherDayAndNoLonger() {
        var rig = EngineHarness()
        let task = old(1)
        rig.resume([task])
        rig.take(.confirmed(task, at: rig.now - 1.5 * Self.day))
        #expect(rig.decision.posted.isEmpty && rig.engine.unconfirmed == [task.id])
        rig.take(.confirmed(task, at: rig.now - 0.5 * Self.day))
        #expect(rig.decision.posted == [task.id])
    }

    @Test func aYesByAClockThatWasAheadIsOfNow() {
        var rig = EngineHarness()
        let task = old(1)
        rig.resume([task])
        rig.take(.confirmed(task, at: rig.now + 9 * Self.day))
        #expect(rig.decision.changed[task.id]?.confirmedAt == rig.now)
    }

    @Test(arguments: [(-600.0, true), (-60, false), (86_400, false), (86_401, true)])
    func onlyADecisionOfTheLastDayIsGood(age: Double, isHeld: Bool) {
        var rig = EngineHarness()
        rig.resume([old(1, by: age)])
        #expect(rig.engine.unconfirmed.isEmpty != isHeld)
        #expect(rig.decision.posted.isEmpty == isHeld)
    }

    @Test func whatWaitsInTheQueueAsksWhenItsDayIsOver() {
        var rig = EngineHarness([.make(slots: 1)])
        rig.accept()
        let number = rig.submit()[0]
        rig.now = EngineHarness.start + Self.day
        rig.take(.ticked)
        #expect(rig.queue.queued == 1)
        // In time for whoever waits for it.
        #expect(rig.engine.nextWake.map { $0 <= rig.now + 1 } == true)
        rig.take(.ticked, after: 1)
        #expect(rig.queue.queued == 0 && rig.engine.unconfirmed == [number])
        rig.take(.removed(number))
        #expect(rig.engine.unconfirmed.isEmpty && rig.engine.tasks[number] == nil)
    }

    @Test func whatAClockDatedAheadAsksUntilThatTimeComes() {
        var rig = EngineHarness()
        let task = TrackedTask.make(submittedAt: EngineHarness.start + 600)
        rig.resume([task])
        #expect(rig.decision.posted.isEmpty && rig.engine.unconfirmed == [task.id])
        #expect(rig.engine.nextWake == EngineHarness.start + 300)
        rig.take(.ticked, after: 300)
        #expect(rig.decision.posted == [task.id] && rig.engine.unconfirmed.isEmpty)
    }

    @Test func whatWasFoundInACopyAsksHoweverYoungItIs() {
        var rig = EngineHarness()
        var task = TrackedTask.make()
        task.restoredAt = EngineHarness.start
        rig.resume([task])
        #expect(rig.decision.posted.isEmpty && rig.engine.unconfirmed == [task.id])
        rig.take(.confirmed(task, at: rig.now))
        #expect(rig.decision.posted == [task.id])
        #expect(rig.decision.changed[task.id]?.restoredAt == nil)
    }

    @Test func whatIsConfirmedAndTakenBackAtOnceStaysTakenBack() {
        var rig = EngineHarness()
        let task = old(1)
        rig.resume([task])
        rig.take(.confirmed(task, at: rig.now), .removed(task.id))
        #expect(rig.decision.changed.isEmpty && rig.decision.posted.isEmpty)
    }

    @Test func aProgramThatSendsNothingNotesTheYes() {
        var rig = EngineHarness()
        let task = old(1)
        rig.engine.close()
        rig.take(.confirmed(task, at: rig.now))
        #expect(rig.decision.changed[task.id]?.confirmedAt == rig.now)
        #expect(rig.decision.posted.isEmpty)
    }
}
