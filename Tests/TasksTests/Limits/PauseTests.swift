import Apixo
import Tasks
import Testing

struct PauseTests {
    @Test func aRefusalSaysHowLongTheLaneWaits() {
        var rig = EngineHarness()
        let number = rig.submit()[0]
        rig.take(.sent(number, .answered(.tooMany(retryAfter: 42))))
        #expect(rig.queue.wait == .paused(until: rig.now + 42))
        rig.take(.ticked, after: 41.9)
        #expect(rig.decision.calls.isEmpty)
        rig.take(.ticked, after: 0.1)
        #expect(rig.decision.posted == [number])
    }

    @Test func withoutAWordTheLaneWaitsAFewSeconds() {
        var rig = EngineHarness()
        let number = rig.submit()[0]
        rig.take(.sent(number, .answered(.tooMany(retryAfter: nil))))
        rig.take(.ticked, after: 3.7)
        #expect(rig.decision.calls.isEmpty)
        rig.take(.ticked, after: 1.3)
        #expect(rig.decision.posted == [number])
    }

    @Test func aSenselessRetryAfterIsBounded() {
        var rig = EngineHarness()
        let number = rig.submit()[0]
        rig.take(.sent(number, .answered(.tooMany(retryAfter: 1e9))))
        #expect(rig.queue.wait == .paused(until: rig.now + 3600))
    }

    @Test func refusalsThatCameTogetherCountOnce() {
        var rig = EngineHarness()
        for number in rig.submit(10) {
            rig.take(.sent(number, .answered(.tooMany(retryAfter: nil))))
        }
        guard case .paused(let until) = rig.queue.wait else {
            Issue.record("not paused")
            return
        }
        #expect(until.seconds(since: rig.now) <= 5)
    }

    @Test func afterARefusalOneSubmitTriesAlone() {
        var rig = EngineHarness()
        for number in rig.submit(3) {
            rig.take(.sent(number, .answered(.tooMany(retryAfter: nil))))
        }
        rig.take(.ticked, after: 6)
        #expect(rig.decision.posted.map(\.rawValue) == [1])
        rig.take(.sent(TaskNumber(rawValue: 1), .answered(.value(TaskID(rawValue: "job")))))
        #expect(rig.decision.posted.map(\.rawValue) == [2, 3])
    }

    @Test func submitsTurnedAwayLeaveRoomForPolls() {
        var rig = EngineHarness()
        let running = rig.accept()
        let waiting = rig.submit()[0]
        for _ in 0..<6 {
            rig.take(.sent(waiting, .answered(.tooMany(retryAfter: nil))), after: 1)
            var polls = 0
            repeat {
                rig.waitForPoll()
                if rig.decision.polled == [running] { polls += 1 }
                rig.take(.polled(running, .running()))
            } while rig.life(waiting) == .queued && polls < 100
            #expect(polls > 0)
        }
        #expect(rig.queue.used > 0)
    }

    @Test func aRefusedPollDoesNotTouchTheTask() {
        var rig = EngineHarness()
        let number = rig.accept()
        rig.take(.ticked, after: 20)
        rig.take(.polled(number, .answered(.tooMany(retryAfter: 30))))
        #expect(rig.life(number)?.state == .pending)
        #expect(rig.running(number)?.warning == "HTTP 429: too many requests")
        #expect(rig.queue.wait == .paused(until: rig.now + 30))
        rig.take(.ticked, after: 29)
        #expect(rig.decision.calls.isEmpty)
        rig.take(.ticked, after: 1)
        #expect(rig.decision.polled == [number])
    }

    @Test func anotherModelIsNotPaused() {
        let other = Model.make("other")
        var rig = EngineHarness([.make(), other])
        let number = rig.submit()[0]
        rig.take(.sent(number, .answered(.tooMany(retryAfter: 60))))
        rig.take(.submitted(.make(9, model: other)), after: 1)
        #expect(rig.decision.posted.map(\.rawValue) == [9])
    }

    @Test func aPauseOfAnEarlierRunIsTakenUp() {
        var rig = EngineHarness()
        rig.resume([.make(1)], pauses: [Model.make().id: rig.now + 42])
        #expect(rig.decision.calls.isEmpty)
        #expect(rig.queue.wait == .paused(until: rig.now + 42))
        rig.take(.ticked, after: 42)
        #expect(rig.decision.posted.map(\.rawValue) == [1])
    }

    @Test func aPollWantedDuringAPauseComesAfterIt() {
        var rig = EngineHarness()
        let numbers = [rig.accept("job-1"), rig.accept("job-2")]
        rig.take(.ticked, after: 20)
        rig.take(.polled(numbers[0], .answered(.tooMany(retryAfter: 30))))
        rig.take(.polled(numbers[1], .running()))
        rig.take(.pollWanted(numbers[1]))
        #expect(rig.decision.calls.isEmpty)
        #expect(rig.engine.nextWake == rig.now + 30)
        rig.take(.ticked, after: 30)
        #expect(rig.decision.polled.first == numbers[1])
    }
}
