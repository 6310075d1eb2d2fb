import Apixo
import Coordination
import Foundation
import Samples
import Simulator
import Tasks
import Testing

/// Fifty tasks against a service that fails in every way it can.
@Suite(.serialized) struct FaultFlowTests {
    private static let plans = [
        "close-before=0.3", "close-after=0.3", "429=0.3", "500=0.3", "502=0.3", "truncated=0.3",
        "garbage=0.3", "slow=0.3", "unknown-state=0.3", "broken-result=0.3", "hostile-text=0.3",
        "all=0.1",
    ]

    @Test func everyFaultEndsInTheTruthOrInAnHonestUnknown() async throws {
        try await withThrowingTaskGroup { group in
            for fault in Self.plans {
                group.addTask { try await Self.run(fault) }
            }
            try await group.waitForAll()
        }
    }

    private static func run(_ fault: String) async throws {
        let folder = try TestFolder()
        // A 429 says how long to wait, else the engine would wait for whole seconds each time.
        try await Service.with(faults: [fault], retryAfter: 0.5) { service in
            let requests = (1...50).map { number in
                GenerateRequest.quick(number % 5 == 0 ? "\(number) [fail:X]" : "\(number)")
            }
            let poller = try PollerHarness(service, in: folder, submitting: requests)
            let start = ContinuousClock.now
            try await eventually(within: 240) {
                try poller.hurry(after: ContinuousClock.now - start)
                return try poller.tasks().allSatisfy(\.state.isFinished)
            }
            print("\(fault): 50 tasks, \(ContinuousClock.now - start)")
            await poller.stop()
            try check(poller, service, fault)
        }
    }

    private static func check(_ poller: PollerHarness, _ service: Service, _ fault: String) throws {
        let accepted = service.acceptedPrompts
        #expect(accepted.values.allSatisfy { $0 == 1 }, "\(fault): a task was accepted twice")
        #expect(poller.troubles.isEmpty, "\(fault): \(poller.troubles)")
        // What was refused has no prompt in the ledger, so those are counted.
        let unanswered = service.submitsWithoutAnswer
        let hidden = unanswered.compactMap(\.prompt)
        for task in try poller.tasks() {
            let prompt = task.request.prompt
            let isKnown = accepted[prompt] != nil && !hidden.contains(prompt)
            let end: TaskState = prompt.contains("[fail") ? .failed : .success
            #expect(task.state == (isKnown ? end : .unknown), "\(fault): \(task)")
        }
        let unknown = try poller.tasks().count { $0.state == .unknown }
        #expect(unknown == unanswered.count, "\(fault): \(unknown) unknown")
        #expect(Set(accepted.keys).isSubset(of: try poller.tasks().map(\.request.prompt)))
    }
}

extension Service {
    /// The submits whose answer a fault kept back or spoilt: nobody can know what became of them.
    fileprivate var submitsWithoutAnswer: [LedgerEntry] {
        let refused = entries(.refused).filter { $0.endpoint == "generateTask" }
        return (entries(.accepted) + refused).filter { entry in
            switch entry.fault {
            case .closeBefore, .closeAfter, .serverError, .badGateway, .truncated, .garbage: true
            case .tooMany, .slow, .unknownState, .brokenResult, .hostileText, .webhookTwice,
                .webhookEarly, .webhookForged, .webhookGarbage, .webhookLost, nil:
                false
            }
        }
    }
}

extension LedgerEntry {
    fileprivate var prompt: String? { request?["input"]?["prompt"]?.string }
}

extension PollerHarness {
    /// After many failed polls the next one is a minute away: as a user would, ask for it now.
    fileprivate func hurry(after time: Duration) throws {
        guard time > .seconds(10), Int.random(in: 0..<50) == 0 else { return }
        for task in try tasks() where task.life.running != nil {
            worker.send(.userCommand(.pollNow(task.id)))
        }
    }
}
