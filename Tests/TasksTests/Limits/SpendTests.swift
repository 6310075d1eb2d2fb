import Apixo
import Tasks
import Testing

/// The caps of the configuration, where requests leave.
struct SpendTests {
    private static let priced = {
        var model = Model.make()
        model.billing.price = Dollars(0.10)
        return model
    }()

    private static func rig(_ change: (inout SpendCaps) -> Void, spent: Spending = Spending())
        -> EngineHarness
    {
        var caps = SpendCaps()
        change(&caps)
        let gate = SpendGate(caps: caps)
        return EngineHarness(
            [priced],
            dailySpend: DailySpend(gate: gate, spent: spent, at: EngineHarness.start)
        )
    }

    private var midnight: Timestamp { SpendGate().day(of: EngineHarness.start).end }

    @Test func theDaysCapHoldsTheQueueUntilTomorrow() {
        var rig = Self.rig { $0.dayTasks = 2 }
        let numbers = rig.submit(3, to: Self.priced)
        #expect(rig.decision.posted == Array(numbers.prefix(2)))
        for number in numbers.prefix(2) {
            rig.take(.sent(number, .lost(reason: "no answer")))
        }
        #expect(rig.decision.posted.isEmpty)
        #expect(rig.queue.wait == .cap(.dayTasks(2, used: 2), until: midnight))
        rig.now = midnight
        rig.take(.ticked)
        #expect(rig.decision.posted == [numbers[2]])
    }

    @Test func theEngineWakesWhenTheNextDayBegins() {
        var rig = Self.rig { $0.dayTasks = 1 }
        let numbers = rig.submit(2, to: Self.priced)
        rig.take(.sent(numbers[0], .answered(.refused(.make(400, .badRequest)))))
        #expect(rig.decision.posted == [numbers[1]])
        rig.take(.sent(numbers[1], .answered(.value(TaskID(rawValue: "job")))))
        let last = rig.submit(to: Self.priced)[0]
        while rig.life(last) == .queued, let wake = rig.engine.nextWake, wake <= midnight {
            rig.now = wake
            rig.take(.ticked)
            for number in rig.decision.polled { rig.take(.polled(number, .running())) }
        }
        #expect(rig.now == midnight && rig.life(last)?.state == .sending)
    }

    @Test func aRefusalGivesTheMoneyBack() {
        var rig = Self.rig { $0.dayAmount = Dollars(0.10) }
        let numbers = rig.submit(2, to: Self.priced)
        #expect(rig.decision.posted == [numbers[0]])
        rig.take(.sent(numbers[0], .answered(.refused(.make(400, .badRequest)))))
        #expect(rig.decision.posted == [numbers[1]])
    }

    @Test func aSubmitWithoutAnAnswerCountsAsSpent() {
        var rig = Self.rig { $0.dayAmount = Dollars(0.15) }
        let numbers = rig.submit(2, to: Self.priced)
        rig.take(.sent(numbers[0], .lost(reason: "no answer")))
        #expect(rig.decision.posted.isEmpty)
        let cap = CapReached.dayAmount(Dollars(0.15), used: Dollars(0.10))
        #expect(rig.queue.wait == .cap(cap, until: midnight))
    }

    @Test func whatAnEarlierRunSpentCounts() {
        var rig = Self.rig({ $0.dayTasks = 5 }, spent: Spending(tasks: 4))
        #expect(rig.submit(2, to: Self.priced).prefix(1) == rig.decision.posted.prefix(2))
    }

    @Test func aModelWithoutAPriceDoesNotPassACapInUSD() {
        let model = Model.make()
        var caps = SpendCaps()
        caps.dayAmount = Dollars(5)
        let dailySpend = DailySpend(gate: SpendGate(caps: caps), at: EngineHarness.start)
        var rig = EngineHarness([model], dailySpend: dailySpend)
        rig.submit(to: model)
        #expect(rig.decision.posted.isEmpty)
        #expect(rig.queue.wait == .cap(.noPrice(model.id), until: midnight))
    }

    @Test func aBatchIsMeasuredWhole() {
        var caps = SpendCaps()
        caps.batchTasks = 2
        caps.batchAmount = Dollars(0.25)
        let gate = SpendGate(caps: caps)
        let id = Self.priced.id
        let bill = Bill(unit: .image, units: 1, price: Dollars(0.10))
        let dear = Bill(unit: .image, units: 3, price: Dollars(0.10))
        let none = Spending()
        #expect(gate.obstacle(to: [(id, bill), (id, bill)], after: none) == nil)
        #expect(
            gate.obstacle(to: [(id, bill), (id, bill), (id, bill)], after: none)
                == .batchTasks(2, asked: 3)
        )
        #expect(
            gate.obstacle(to: [(id, dear)], after: none)
                == .batchAmount(Dollars(0.25), asked: Dollars(0.30))
        )
    }

    @Test(arguments: [0, 3600, -18_000, 50_400])
    func aDayBeginsAtTheUsersMidnight(offset: Int) {
        let day = SpendGate(zone: .fixed(offset)).day(of: EngineHarness.start)
        #expect(day.start <= EngineHarness.start && EngineHarness.start < day.end)
        #expect((day.start.milliseconds / 1000 + offset) % 86_400 == 0)
    }
}
