import Apixo
import Tasks
import Testing

struct ResumeTests {
    private static let hour = 3600.0

    @Test func aSubmitCutOffIsUnknown() {
        var rig = EngineHarness()
        rig.resume([.make(life: .sending(since: rig.now - 5))])
        #expect(rig.decision.changed[TaskNumber(rawValue: 1)]?.state == .unknown)
        #expect(rig.decision.calls.isEmpty)
    }

    @Test func queuedTasksAreSentAndRunningOnesPolled() {
        var rig = EngineHarness()
        let running = Running(taskID: TaskID(rawValue: "job"), acceptedAt: rig.now - 60)
        rig.resume([.make(2), .make(1, life: .running(running))])
        #expect(rig.decision.posted.map(\.rawValue) == [2])
        #expect(rig.decision.polled.map(\.rawValue) == [1])
    }

    @Test func aYoungTaskKeepsItsFirstWait() {
        var rig = EngineHarness()
        let running = Running(taskID: TaskID(rawValue: "job"), acceptedAt: rig.now - 5)
        rig.resume([.make(life: .running(running))])
        #expect(rig.engine.nextWake == rig.now + 15)
    }

    @Test func aParkedTaskIsPolledAtTheStartThenHourlyUntilItsResultsAreGone() {
        var rig = EngineHarness()
        let day = 86_400.0
        var running = Running(taskID: TaskID(rawValue: "job"), acceptedAt: rig.now - 14 * day)
        running.isParked = true
        let task = TrackedTask.make(life: .running(running))
        rig.resume([task])
        #expect(rig.decision.polled == [task.id])
        rig.take(.polled(task.id, .running()))
        #expect(rig.running(task.id)?.isParked == true)
        #expect(rig.running(task.id)?.nextPoll == rig.now + Self.hour)
        rig.take(.ticked, after: Self.hour)
        #expect(rig.decision.polled == [task.id])
        rig.take(.polled(task.id, .notFound), after: day)
        #expect(rig.running(task.id)?.nextPoll == nil && rig.engine.isIdle)
    }

    @Test func aParkedTaskThatHasEndedMeanwhileIsFinishedAtTheNextStart() {
        var rig = EngineHarness()
        var running = Running(taskID: TaskID(rawValue: "job"), acceptedAt: rig.now - Self.hour)
        running.isParked = true
        let task = TrackedTask.make(life: .running(running))
        rig.resume([task])
        rig.take(.polled(task.id, .success()))
        #expect(rig.life(task.id)?.state == .success)
    }

    @Test func aParkedTaskStaysParkedAndHoldsNoSlot() {
        let model = Model.make(slots: 1)
        var rig = EngineHarness([model])
        var running = Running(taskID: TaskID(rawValue: "job"), acceptedAt: rig.now - Self.hour)
        running.isParked = true
        rig.resume([.make(1, model: model, life: .running(running)), .make(2, model: model)])
        #expect(rig.decision.posted.map(\.rawValue) == [2])
        #expect(rig.decision.polled.map(\.rawValue) == [1])
    }

    /// Its age is what two clocks make of it, one of which may have been set.
    @Test func aTaskOfAnEarlierRunIsParkedOnlyAfterThisRunWatchedItLongEnough() {
        let model = Model.make(parkAfter: 100)
        var rig = EngineHarness([model])
        let running = Running(taskID: TaskID(rawValue: "job"), acceptedAt: rig.now - Self.hour)
        let task = TrackedTask.make(model: model, life: .running(running))
        rig.resume([task])
        rig.take(.polled(task.id, .running()), after: 1)
        #expect(rig.running(task.id)?.isParked == false)
        rig.take(.ticked, after: 100)
        rig.take(.polled(task.id, .running()))
        #expect(rig.running(task.id)?.isParked == true)
    }

    @Test func aClockSetBackDelaysNoPollAndNoFile() {
        var rig = EngineHarness()
        let running = Running(taskID: TaskID(rawValue: "job"), acceptedAt: rig.now + Self.hour)
        let file = ResultFile.make(7, next: rig.now + Self.hour)
        rig.resume([.make(life: .running(running))], files: [file])
        #expect(rig.engine.nextWake == rig.now + 20)
        #expect(rig.decision.fetched.map(\.id) == [file.id])
    }

    @Test func aClockSetBackDoesNotKeepAGhostAlive() {
        let model = Model.make(slots: 1)
        var rig = EngineHarness([model])
        let later = rig.now + Self.hour
        let unknown = Unknown(sentAt: later, noticedAt: later, reason: "no answer")
        rig.resume([.make(1, model: model, life: .unknown(unknown)), .make(2, model: model)])
        #expect(rig.engine.nextWake == rig.now + 70)
    }

    @Test func theSpentMinuteIsNotForgotten() {
        let model = Model.make(minute: 3)
        var rig = EngineHarness(
            [model],
            spent: [model.id: [EngineHarness.start - 20, EngineHarness.start - 10]]
        )
        rig.resume((1...3).map { .make($0, model: model) })
        #expect(rig.decision.posted.map(\.rawValue) == [1])
        #expect(rig.queue.used == 3)
    }

    @Test func aRequestOfAKilledProgramMayStillArriveAndIsCountedSo() {
        let model = Model.make(minute: 1)
        var rig = EngineHarness([model], spent: [model.id: [EngineHarness.start]])
        rig.resume([.make(model: model)])
        rig.take(.ticked, after: RateWindow.length + RateWindow.lateness - 0.1)
        #expect(rig.decision.calls.isEmpty)
        rig.take(.ticked, after: 0.1)
        #expect(rig.decision.posted.count == 1)
    }

    @Test func waitingFilesAreFetched() {
        var rig = EngineHarness()
        rig.resume(files: (1...6).map { .make($0) })
        #expect(rig.decision.fetched.count == 4)
        #expect(!rig.engine.isIdle)
    }
}
