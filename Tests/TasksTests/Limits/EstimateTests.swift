import Apixo
import Tasks
import Testing

struct EstimateTests {
    private let model = Model.make()

    @Test func theDocumentsGiveTheFirstEstimate() {
        #expect(Estimates().expectedSeconds(for: model.request(), model: model) == 30)
    }

    @Test func threeFinishedTasksGiveABetterOne() {
        var estimates = Estimates()
        for cost in [40_000, 42_000] {
            estimates.learn(costTime: cost, of: model.request(), model: model)
        }
        #expect(estimates.expectedSeconds(for: model.request(), model: model) == 30)
        estimates.learn(costTime: 90_000, of: model.request(), model: model)
        #expect(estimates.expectedSeconds(for: model.request(), model: model) == 42)
    }

    @Test func otherSizesLearnNothingFromIt() {
        var estimates = Estimates()
        for _ in 0..<3 { estimates.learn(costTime: 90_000, of: model.request(), model: model) }
        var large = model.request()
        large.input["resolution"] = .text("3K")
        #expect(estimates.expectedSeconds(for: large, model: model) == 42.5)
    }

    @Test func aSuccessTeachesTheEngine() {
        var rig = EngineHarness()
        for place in 0..<3 {
            let number = rig.accept("job-\(place)")
            rig.waitForPoll()
            rig.take(.polled(number, .success(costTime: 50_000)))
        }
        #expect(rig.engine.expectedSeconds(for: .make()) == 50)
    }
}
