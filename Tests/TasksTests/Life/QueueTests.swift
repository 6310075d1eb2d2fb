import Apixo
import Tasks
import Testing

struct QueueTests {
    @Test func tasksLeaveInTheOrderOfTheirNumbers() {
        let model = Model.make(slots: 2)
        var rig = EngineHarness([model])
        rig.submit(3, to: model)
        #expect(rig.decision.posted.map(\.rawValue) == [1, 2])
        #expect(rig.queue.wait == .slots)
        rig.take(.sent(TaskNumber(rawValue: 1), .answered(.refused(.make(400, .badRequest)))))
        #expect(rig.decision.posted.map(\.rawValue) == [3])
    }

    @Test func aTaskPutBackKeepsItsPlace() {
        let model = Model.make(slots: 1)
        var rig = EngineHarness([model])
        let numbers = rig.submit(2, to: model)
        rig.take(.sent(numbers[0], .answered(.tooMany(retryAfter: 10))))
        #expect(rig.life(numbers[0]) == .queued)
        rig.take(.ticked, after: 10)
        #expect(rig.decision.posted == [numbers[0]])
    }

    @Test func aQueuedTaskCanBeTakenBack() {
        let model = Model.make(slots: 1)
        var rig = EngineHarness([model])
        let numbers = rig.submit(2, to: model)
        rig.take(.removed(numbers[1]))
        #expect(rig.engine.tasks[numbers[1]] == nil)
        rig.take(.sent(numbers[0], .answered(.refused(.make(400, .badRequest)))))
        #expect(rig.decision.calls.isEmpty)
    }

    @Test func aTaskOnItsWayCannotBeTakenBack() {
        var rig = EngineHarness()
        let number = rig.submit()[0]
        rig.take(.removed(number))
        #expect(rig.life(number)?.state == .sending)
    }

    @Test func modelsDoNotWaitForEachOther() {
        let models = [Model.make("narrow", slots: 1), Model.make("wide")]
        var rig = EngineHarness(models)
        rig.submit(2, to: models[0])
        #expect(rig.submit(2, to: models[1]) == rig.decision.posted)
    }

    @Test func theMinuteHoldsTheQueue() {
        let model = Model.make(minute: 3)
        var rig = EngineHarness([model])
        let numbers = rig.submit(4, to: model)
        for number in numbers.prefix(3) {
            rig.take(.sent(number, .answered(.refused(.make(400, .badRequest)))))
        }
        #expect(rig.decision.calls.isEmpty)
        #expect(rig.queue.wait == .minute(until: rig.now + RateWindow.length))
        rig.take(.ticked, after: RateWindow.length)
        #expect(rig.decision.posted == [numbers[3]])
    }
}
