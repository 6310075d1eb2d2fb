import Apixo
import Tasks
import Testing

struct OutageTests {
    @Test func aSubmitThatWasNotSentWaitsForTheLine() {
        var rig = EngineHarness()
        let number = rig.submit()[0]
        rig.take(.sent(number, .notSent(reason: "connection refused")))
        #expect(rig.decision.changed[number]?.life == .queued)
        #expect(rig.engine.status.outage?.reason == "connection refused")
        #expect(rig.queue.wait == .offline(since: rig.now, reason: "connection refused"))
        rig.take(.ticked, after: 1)
        #expect(rig.decision.posted == [number])
    }

    @Test func oneRequestAtATimeTriesTheLine() {
        let gate = SpendGate(confirm: ConfirmRule(limit: nil))
        var rig = EngineHarness(dailySpend: DailySpend(gate: gate, at: EngineHarness.start))
        let numbers = rig.submit(5)
        for number in numbers { rig.take(.sent(number, .notSent(reason: "no connection"))) }
        rig.take(.ticked, after: 60)
        #expect(rig.decision.posted == [numbers[0]])
        rig.take(.ticked, after: 60)
        #expect(rig.decision.posted.isEmpty)
        #expect(rig.engine.nextWake == nil)
        rig.take(.sent(numbers[0], .answered(.value(TaskID(rawValue: "job")))))
        #expect(rig.engine.status.outage == nil)
        #expect(rig.decision.posted == Array(numbers.dropFirst()))
    }

    @Test func failuresThatCameTogetherCountOnce() {
        var rig = EngineHarness()
        for number in rig.submit(10) { rig.take(.sent(number, .notSent(reason: "no connection"))) }
        #expect(rig.engine.status.outage?.failures == 1)
    }

    @Test func triesComeLaterAndLaterUpToHalfAMinute() {
        var rig = EngineHarness()
        let number = rig.submit()[0]
        rig.take(.sent(number, .notSent(reason: "no connection")))
        var waits: [Double] = []
        for _ in 0..<10 {
            let wait = rig.engine.nextWake?.seconds(since: rig.now) ?? 0
            waits.append(wait)
            rig.take(.ticked, after: wait)
            rig.take(.sent(number, .notSent(reason: "no connection")))
        }
        #expect(waits[0] <= 1 && waits[3] > 5 && waits.allSatisfy { $0 <= 30 })
    }

    @Test func anAnswerOfAnyKindEndsTheOutage() {
        var rig = EngineHarness()
        let number = rig.accept()
        rig.take(.ticked, after: 20)
        rig.take(.polled(number, .unreachable(reason: "no route")))
        #expect(rig.engine.status.outage != nil)
        rig.waitForPoll()
        rig.take(.polled(number, .broken))
        #expect(rig.engine.status.outage == nil)
    }

    @Test func whateverIsAnsweredEndsTheOutageThoughNoTaskIsLeftToTry() {
        var rig = EngineHarness()
        let number = rig.submit()[0]
        rig.take(.sent(number, .lost(reason: "no answer")))
        #expect(rig.engine.outage != nil && !rig.engine.triesTheLine)
        #expect(rig.engine.nextWake == nil)
        rig.take(.lineFound)
        #expect(rig.engine.status.outage == nil)
    }
}
