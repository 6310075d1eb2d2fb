import Apixo
import Foundation
import Simulator
import Tasks
import Testing

@testable import Worker

/// Fifty tasks against a service that fails in every way it can.
@Suite(.serialized) struct FaultFlowTests {
    /// After a 429 the engine waits for seconds, whatever the time scale: fewer tasks say as much.
    private static let plans = [
        ("close-before=0.3", 50), ("close-after=0.3", 50), ("429=0.3", 3), ("500=0.3", 50),
        ("502=0.3", 50), ("truncated=0.3", 50), ("garbage=0.3", 50), ("slow=0.3", 50),
        ("unknown-state=0.3", 50), ("broken-result=0.3", 50), ("hostile-text=0.3", 50),
        ("all=0.1", 50),
    ]

    @Test func everyFaultEndsInTheTruthOrInAnHonestUnknown() async throws {
        try await withThrowingTaskGroup { group in
            for (fault, count) in Self.plans {
                group.addTask { try await Self.run(fault, count) }
            }
            try await group.waitForAll()
        }
    }

    private static func run(_ fault: String, _ count: Int) async throws {
        let folder = try TestFolder()
        try await Service.with(faults: [fault]) { service in
            let requests = (1...count).map { number in
                GenerateRequest.quick(number % 5 == 0 ? "\(number) [fail:X]" : "\(number)")
            }
            let shop = try Shop(service, in: folder, submitting: requests)
            let start = ContinuousClock.now
            try await eventually(within: 240) { try shop.tasks().allSatisfy(\.state.isFinished) }
            print("\(fault): \(count) tasks, \(ContinuousClock.now - start)")
            await shop.stop()
            try check(shop, service, fault)
        }
    }

    private static func check(_ shop: Shop, _ service: Service, _ fault: String) throws {
        let accepted = service.acceptedPrompts
        #expect(accepted.values.allSatisfy { $0 == 1 }, "\(fault): a task was accepted twice")
        #expect(shop.troubles.isEmpty, "\(fault): \(shop.troubles)")
        for task in try shop.tasks() {
            let isAccepted = accepted[task.request.prompt] != nil
            let isFailing = task.request.prompt.contains("[fail")
            switch task.state {
            case .success: #expect(isAccepted && !isFailing, "\(fault): \(task)")
            case .failed: #expect(isAccepted && isFailing, "\(fault): \(task)")
            case .unknown: break
            case .queued, .sending, .pending, .processing, .refused:
                Issue.record("\(fault): \(task) has not come to its true end")
            }
        }
        #expect(Set(accepted.keys).isSubset(of: try shop.tasks().map(\.request.prompt)))
    }
}
