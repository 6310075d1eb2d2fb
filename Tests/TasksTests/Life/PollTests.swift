import Apixo
import Tasks
import Testing

struct PollTests {
    @Test(arguments: [
        PollOutcome.unreachable(reason: "no route"), .broken, .notFound,
        .answered(.tooMany(retryAfter: nil)), .answered(.refused(.make(401, .badKey))),
    ])
    func aFailedPollChangesNoState(_ outcome: PollOutcome) {
        var rig = EngineHarness()
        let number = rig.accept()
        rig.take(.ticked, after: 20)
        rig.take(.polled(number, .running()))
        rig.waitForPoll()
        rig.take(.polled(number, outcome))
        #expect(rig.running(number)?.phase == "processing")
        #expect(rig.running(number)?.failedPolls == 1)
        #expect(rig.running(number)?.nextPoll != nil)
    }

    @Test func failedPollsComeLaterAndLater() {
        var rig = EngineHarness()
        let number = rig.accept()
        var gaps: [Double] = []
        for _ in 0..<8 {
            rig.waitForPoll()
            rig.take(.polled(number, .broken))
            gaps.append(rig.running(number)?.nextPoll?.seconds(since: rig.now) ?? 0)
        }
        #expect(gaps[0] == 3 && gaps[7] > 44 && gaps[7] <= 60)
        rig.waitForPoll()
        rig.take(.polled(number, .running()))
        #expect(rig.running(number)?.nextPoll == rig.now + 3)
    }

    @Test func anUnknownWordMeansStillRunning() {
        var rig = EngineHarness()
        let number = rig.accept()
        rig.take(.ticked, after: 20)
        rig.take(.polled(number, .running("processing_r2")))
        #expect(rig.life(number)?.state == .processing)
        #expect(rig.running(number)?.phase == "processing_r2")
    }

    @Test func aTaskThatNeverEndsIsParkedAndGivesItsSlotBack() {
        let model = Model.make(slots: 1, parkAfter: 100)
        var rig = EngineHarness([model])
        let number = rig.accept(model: model)
        let next = rig.submit(to: model)[0]
        rig.take(.ticked, after: 101)
        rig.take(.polled(number, .running()))
        #expect(rig.decision.changed[number]?.life.running?.isParked == true)
        #expect(rig.decision.posted == [next])
    }

    @Test func aTaskTheServiceDoesNotKnowIsParkedInTheJournalToo() {
        let model = Model.make(parkAfter: 100)
        var rig = EngineHarness([model])
        let number = rig.accept(model: model)
        rig.take(.ticked, after: 101)
        rig.take(.polled(number, .notFound))
        #expect(rig.decision.changed[number]?.life.running?.isParked == true)
        #expect(rig.engine.isIdle)
    }

    @Test func aServiceThatKnowsNoTaskAtAllParksNone() {
        let model = Model.make(parkAfter: 100)
        var rig = EngineHarness([model])
        let numbers = rig.submit(2, to: model)
        for number in numbers {
            rig.take(.sent(number, .answered(.value(TaskID(rawValue: "job-\(number.rawValue)")))))
        }
        for wait in [20.0, 101, 101] {
            rig.take(.ticked, after: wait)
            for number in numbers { rig.take(.polled(number, .notFound)) }
        }
        #expect(numbers.allSatisfy { rig.engine.tasks[$0]?.life.running?.isParked == false })
        #expect(rig.engine.status.missing == 2)
    }

    @Test func aParkedTaskIsPolledAgainWhenTheUserWishes() {
        let model = Model.make(parkAfter: 100)
        var rig = EngineHarness([model])
        let number = rig.accept(model: model)
        rig.take(.ticked, after: 101)
        rig.take(.polled(number, .running()))
        rig.take(.pollWanted(number), after: 1)
        #expect(rig.decision.polled == [number])
        #expect(rig.decision.changed[number]?.life.running?.isParked == false)
        rig.take(.polled(number, .success()))
        #expect(rig.life(number)?.state == .success)
    }

    @Test func aWantedPollGoesFirstAndOnlyOnce() {
        var rig = EngineHarness()
        let number = rig.accept()
        rig.take(.pollWanted(number), .pollWanted(number), after: 1)
        #expect(rig.decision.polled == [number])
        rig.take(.pollWanted(number))
        #expect(rig.decision.polled.isEmpty)
    }

    @Test func anUnreadableSuccessIsPolledFiveTimes() {
        var rig = EngineHarness()
        let number = rig.accept()
        for _ in 0..<4 {
            rig.waitForPoll()
            rig.take(.polled(number, .unreadable))
            #expect(rig.running(number)?.warning == "success, but resultJson holds no URL yet")
        }
        rig.waitForPoll()
        rig.take(.polled(number, .unreadable))
        guard case .succeeded(_, let result) = rig.life(number) else {
            Issue.record("not taken as it is")
            return
        }
        #expect(result == TaskResult(urls: [], raw: "{"))
    }

    @Test func aLatePollGoesBeforeSubmits() {
        let model = Model.make(minute: 3)
        var rig = EngineHarness([model])
        let number = rig.accept(model: model)
        rig.now = rig.now + 100
        let waiting = rig.submit(3, to: model)
        #expect(rig.decision.polled == [number])
        #expect(rig.decision.posted == Array(waiting.prefix(2)))
    }
}
