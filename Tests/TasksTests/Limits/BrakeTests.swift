import Apixo
import Tasks
import Testing

struct BrakeTests {
    private let model = Model.make(isBraked: true)
    private let lost = SubmitOutcome.lost(reason: "the connection was closed")
    private let good = SubmitOutcome.answered(.value(TaskID(rawValue: "job")))

    private func good(_ number: TaskNumber) -> Event {
        .sent(number, .answered(.value(TaskID(rawValue: "job-\(number.rawValue)"))))
    }

    /// Three requests have gone out and nobody knows what became of them.
    private func stopped() -> (EngineHarness, [TaskNumber]) {
        var rig = EngineHarness([model])
        let numbers = rig.submit(10, to: model)
        for number in numbers.prefix(3) { rig.take(.sent(number, lost), .lineFound) }
        return (rig, numbers)
    }

    @Test func oneGoesFirstAndTheRestFollowItsGoodAnswer() {
        var rig = EngineHarness([model])
        let numbers = rig.submit(12, to: model)
        #expect(rig.decision.posted == [numbers[0]])
        #expect(rig.queue.wait == .first)
        rig.take(good(numbers[0]))
        #expect(rig.decision.posted == Array(numbers.dropFirst()))
    }

    @Test(arguments: [
        SubmitOutcome.answered(.refused(.make(400, .badRequest))),
        .answered(.value(TaskID(rawValue: "job"))),
    ])
    func aClearAnswerOfAnyKindLetsTheRestFollow(_ answer: SubmitOutcome) {
        var rig = EngineHarness([model])
        let numbers = rig.submit(3, to: model)
        rig.take(.sent(numbers[0], answer))
        #expect(rig.decision.posted == Array(numbers.dropFirst()))
    }

    @Test func noMoreThanTheLimitWaitForTheirAnswersAtOnce() {
        var model = model
        model.brake.unanswered = 20
        var rig = EngineHarness([model])
        let numbers = rig.submit(30, to: model)
        rig.take(good(numbers[0]))
        #expect(rig.decision.posted.count == 20)
        rig.take(good(numbers[1]))
        #expect(rig.decision.posted == [numbers[21]])
    }

    @Test func aGoodAnswerSpeaksForAWhileOnly() {
        var rig = EngineHarness([model])
        rig.accept("job", model: model)
        rig.take(.ticked, after: 61)
        #expect(rig.submit(3, to: model).prefix(1) == rig.decision.posted[...])
    }

    @Test func afterAnUnknownOutcomeOneGoesFirst() {
        var rig = EngineHarness([model])
        let numbers = rig.submit(5, to: model)
        rig.take(.sent(numbers[0], lost), .lineFound)
        #expect(rig.decision.posted == [numbers[1]])
        rig.take(good(numbers[1]))
        #expect(rig.decision.posted == Array(numbers.dropFirst(2)))
    }

    @Test func whatWasUnderWayBeforeTheTroubleDoesNotSpeakForTheRest() {
        var rig = EngineHarness([model])
        let numbers = rig.submit(3, to: model)
        rig.take(good(numbers[0]))
        rig.take(.sent(numbers[1], lost), .lineFound)
        let more = rig.submit(2, to: model)
        #expect(rig.decision.posted.isEmpty)
        rig.take(good(numbers[2]))
        #expect(rig.decision.posted == [more[0]])
    }

    @Test func threeUnknownOutcomesInARowStopAModel() {
        var (rig, _) = stopped()
        #expect(rig.decision.posted.isEmpty)
        guard case .stopped(let stop)? = rig.queue.wait else {
            Issue.record("\(String(describing: rig.queue.wait))")
            return
        }
        #expect(stop.reason == .unknown(3, last: "the connection was closed"))
        #expect(stop.until == rig.now + 60)
        #expect(rig.decision.brakes[model.id]?.stop == stop)
        rig.take(.ticked, after: 100_000)
        #expect(rig.decision.posted.isEmpty)
        #expect(rig.engine.nextWake == nil)
    }

    @Test func aStopEndsWhenTheServiceIsWellAndOneIsAnswered() {
        var (rig, numbers) = stopped()
        #expect(rig.engine.balanceWanted == rig.now + 60)
        // Too early to tell.
        rig.take(.balanceRead(5), after: 30)
        #expect(rig.decision.posted.isEmpty)
        rig.take(.balanceRead(5), after: 30)
        #expect(rig.decision.posted == [numbers[3]])
        rig.take(good(numbers[3]))
        #expect(rig.decision.posted == Array(numbers.dropFirst(4)))
        #expect(rig.decision.brakes[model.id] == BrakeRecord())
    }

    @Test func aTryThatFailsDoublesThePause() {
        var (rig, numbers) = stopped()
        rig.take(.balanceRead(5), after: 60)
        rig.take(.sent(numbers[3], lost), .lineFound)
        #expect(rig.decision.posted.isEmpty)
        #expect(rig.queue.stop?.until == rig.now + 120)
        #expect(rig.queue.stop?.reason == .unknown(4, last: "the connection was closed"))
    }

    @Test func theUserEndsAStop() {
        var (rig, numbers) = stopped()
        rig.take(.sendingWanted(ModelID(rawValue: "another")))
        #expect(rig.decision.posted.isEmpty)
        rig.take(.sendingWanted(model.id))
        #expect(rig.decision.posted == [numbers[3]])
    }

    @Test func aRestartForgetsNeitherTheCountNorTheStop() {
        var rig = EngineHarness([model])
        var record = BrakeRecord()
        for place in 1...3 {
            let left = TrackedTask.make(place, model: model, life: .sending(since: rig.now))
            let next = TrackedTask.make(place + 1, model: model)
            rig = EngineHarness([model])
            rig.resume([left, next], brakes: [model.id: record])
            #expect(rig.decision.posted.isEmpty == (place == 3))
            record = rig.decision.brakes[model.id] ?? BrakeRecord()
            #expect(record.unknowns == place)
        }
        #expect(record.stop != nil)
    }

    @Test func manyRequestsThatAnEarlierRunLeftAreOneTrouble() {
        var rig = EngineHarness([model])
        rig.resume(
            (1...12).map { TrackedTask.make($0, model: model, life: .sending(since: rig.now)) }
        )
        #expect(rig.decision.brakes[model.id]?.unknowns == 1)
    }

    @Test func anEmptyAccountHoldsAllModelsUntilThereIsMoreMoney() {
        let other = Model.make("other", isBraked: true)
        var rig = EngineHarness([model, other])
        let numbers = rig.submit(3, to: model)
        rig.take(.balanceRead(0.01))
        rig.take(.sent(numbers[0], .answered(.refused(.make(402, .noCredits)))))
        #expect(rig.decision.posted.isEmpty && rig.queue.wait == .noCredits)
        #expect(rig.decision.hold??.balance == 0.01)
        rig.submit(2, to: other)
        #expect(rig.decision.posted.isEmpty)
        rig.take(.balanceRead(0.01))
        #expect(rig.decision.posted.isEmpty)
        rig.take(.balanceRead(5))
        #expect(rig.decision.posted.count == 2)
        #expect(rig.decision.hold == .some(nil))
    }

    @Test func aHoldSurvivesARestart() {
        var rig = EngineHarness([model])
        rig.resume([.make(model: model)], hold: .make(.badKey))
        #expect(rig.decision.posted.isEmpty)
        rig.take(.balanceRead(5))
        #expect(rig.decision.posted.isEmpty)
        rig.take(.sendingWanted(nil))
        #expect(rig.decision.posted.count == 1)
    }

    @Test func aKeyThatFreeCallsRefusedIsTriedWhenTheyTakeItAgain() {
        var rig = EngineHarness([model])
        rig.resume([.make(model: model)])
        let number = rig.decision.posted[0]
        rig.take(.sent(number, .answered(.refused(.make(401, .badKey)))))
        rig.take(.balanceRefused(.make(401, .badKey)))
        let next = rig.submit(to: model)
        #expect(rig.decision.posted.isEmpty)
        rig.take(.balanceRead(5))
        #expect(rig.decision.posted == next)
    }

    @Test(arguments: [(403, Refusal.Reason.forbidden), (404, .notFound)])
    func aRefusedModelIsHeldAloneUntilTheUserSaysSo(_ status: Int, _ reason: Refusal.Reason) {
        let other = Model.make("other", isBraked: true)
        var rig = EngineHarness([model, other])
        let numbers = rig.submit(2, to: model)
        rig.take(.sent(numbers[0], .answered(.refused(.make(status, reason)))))
        #expect(rig.decision.posted.isEmpty)
        #expect(rig.engine.status.held == .model(model.id, status: status, message: "no"))
        #expect(rig.submit(to: other) == rig.decision.posted)
        rig.take(.sendingWanted(nil))
        #expect(rig.decision.posted == [numbers[1]])
    }

    @Test func aRefusalForWhatTheContentIsHoldsNothing() {
        var rig = EngineHarness([model])
        let numbers = rig.submit(2, to: model)
        var refusal = Refusal.make(403, .forbidden)
        refusal.failCode = FailCode(rawValue: "CONTENT_VIOLATION")
        rig.take(.sent(numbers[0], .answered(.refused(refusal))))
        #expect(rig.decision.posted == [numbers[1]])
    }

    @Test func whatLeftTogetherWithTheFirstRefusedOneGoesBackToTheQueue() {
        var rig = EngineHarness([model])
        let numbers = rig.submit(4, to: model)
        rig.take(good(numbers[0]))
        for number in numbers.dropFirst() {
            rig.take(.sent(number, .answered(.refused(.make(402, .noCredits)))))
        }
        #expect(rig.life(numbers[2]) == .queued && rig.life(numbers[3]) == .queued)
        #expect(rig.engine.status.queued == 2)
    }
}

extension AccountHold {
    static func make(_ reason: Reason) -> AccountHold {
        AccountHold(reason: reason, status: 401, message: "no", since: EngineHarness.start)
    }
}
