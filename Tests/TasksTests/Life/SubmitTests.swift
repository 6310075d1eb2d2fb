import Apixo
import Tasks
import Testing

struct SubmitTests {
    @Test func aTaskIsSendingBeforeItsPostLeaves() {
        var rig = EngineHarness()
        let number = rig.submit()[0]
        #expect(rig.decision.changed[number]?.life == .sending(since: rig.now))
        #expect(rig.decision.calls == [.post(number, Model.make().request())])
        #expect(rig.decision.spent == [Model.make().id: 1])
    }

    @Test func anAcceptedTaskIsPolledAfterTheDocumentedWait() {
        var rig = EngineHarness()
        let number = rig.accept("job-1")
        #expect(rig.decision.changed[number]?.life.taskID == TaskID(rawValue: "job-1"))
        #expect(rig.running(number)?.nextPoll == rig.now + 20)
        #expect(rig.engine.nextWake == rig.now + 20)
    }

    @Test func aTaskGoesItsWayToSuccess() {
        var rig = EngineHarness()
        let number = rig.accept()
        rig.take(.ticked, after: 20)
        #expect(rig.decision.polled == [number])
        rig.take(.polled(number, .running()))
        #expect(rig.running(number)?.nextPoll == rig.now + 3)
        rig.take(.ticked, after: 3)
        rig.take(.polled(number, .success(costTime: 23_000)))
        #expect(rig.life(number)?.state == .success)
        #expect(rig.engine.isIdle)
    }

    @Test func aFailedTaskKeepsItsFailCode() {
        var rig = EngineHarness()
        let number = rig.accept()
        rig.take(.ticked, after: 20)
        let failure = TaskFailure(code: FailCode(rawValue: "NSFW"), message: "no")
        rig.take(.polled(number, .answered(.value(TaskReport(state: .failed(failure))))))
        guard case .failed(let finished, failure) = rig.life(number) else {
            Issue.record("not failed")
            return
        }
        #expect(finished.endedAt == rig.now)
    }

    @Test func aRefusedTaskHasEnded() {
        var rig = EngineHarness()
        let number = rig.submit()[0]
        let refusal = Refusal.make(400, .badRequest)
        rig.take(.sent(number, .answered(.refused(refusal))))
        #expect(rig.life(number) == .refused(refusal, at: rig.now))
        #expect(rig.engine.isIdle)
    }

    @Test(arguments: [
        SubmitOutcome.lost(reason: "no answer in time"),
        .answered(.unclear(Unclear(status: 500, detail: "oops"))),
    ])
    func aSubmitWithoutAClearAnswerIsUnknownAndNeverSentAgain(_ outcome: SubmitOutcome) {
        var rig = EngineHarness()
        let number = rig.submit()[0]
        rig.take(.sent(number, outcome))
        #expect(rig.life(number)?.state == .unknown)
        rig.take(.ticked, after: 100_000)
        #expect(rig.decision.calls.isEmpty)
    }

    @Test func aSecondEndOfTheSamePostChangesNothing() {
        var rig = EngineHarness()
        let number = rig.accept("job-1")
        rig.take(.sent(number, .notSent(reason: "no connection")))
        #expect(rig.life(number)?.taskID == TaskID(rawValue: "job-1"))
        #expect(rig.queue.used == 1)
    }

    @Test func aTaskToldOfTwiceIsSentOnce() {
        var rig = EngineHarness()
        let task = TrackedTask.make()
        rig.take(.submitted(task), .submitted(task))
        #expect(rig.decision.posted == [task.id])
        rig.take(.submitted(task))
        #expect(rig.decision.posted.isEmpty)
        #expect(rig.life(task.id)?.state == .sending)
    }

    @Test func aClosingEngineTakesTheAnswerAndStartsNothing() {
        var rig = EngineHarness([.make(slots: 1)])
        let numbers = rig.submit(2, to: .make(slots: 1))
        rig.engine.close()
        rig.take(.sent(numbers[0], .answered(.refused(.make(400, .badRequest)))))
        #expect(rig.life(numbers[0])?.state == .refused)
        #expect(rig.decision.calls.isEmpty)
        #expect(rig.engine.nextWake == nil)
    }

    @Test func aRefusedKeyHoldsTheQueueUntilTheUserSaysSo() {
        let model = Model.make(slots: 1)
        var rig = EngineHarness([model])
        let numbers = rig.submit(2, to: model)
        rig.take(.sent(numbers[0], .answered(.refused(.make(401, .badKey)))))
        #expect(rig.decision.calls.isEmpty)
        #expect(rig.queue.wait == .badKey)
        rig.submit(to: model)
        #expect(rig.decision.posted.isEmpty)
        rig.take(.sendingWanted(nil))
        #expect(rig.decision.posted == [numbers[1]])
    }
}
