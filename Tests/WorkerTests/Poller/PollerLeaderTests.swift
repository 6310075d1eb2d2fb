import Apixo
import Coordination
import Foundation
import Samples
import Simulator
import Synchronization
import Tasks
import Testing

@testable import Machine
@testable import TaskJournal
@testable import Worker

/// The journal takes the word of one leader, whatever becomes of the lock, and serves one service.
struct PollerLeaderTests {
    private let folder: TestFolder

    init() throws { folder = try TestFolder() }

    private func loseLock() throws {
        try FileManager.default.removeItem(atPath: "\(folder.path)/leader.lock")
    }

    private static let slow = try? Model.quick(atOnce: 1)

    @Test func whatTwoLeadersHaveInTheirQueuesIsSentOnce() async throws {
        try await Service.with(model: Self.slow) { service in
            let prompts = (1...4).map { "\($0) [take:8]" }
            let first = try PollerHarness(
                service,
                in: folder,
                submitting: prompts.map { .quick($0) }
            )
            try await eventually { service.entries(.accepted).count == 1 }
            try loseLock()
            let second = try PollerHarness(service, in: folder)
            try await eventually { second.isLeader }
            try await eventually { try second.tasks().allSatisfy { $0.state == .success } }
            #expect(service.acceptedPrompts == Dictionary(prompts.map { ($0, 1) }) { $1 })
            #expect(!first.isLeader)
            #expect(first.troubles.contains { $0.contains("another program leads on") })
            #expect(second.troubles == [])
            await second.stop()
            try await eventually { first.isLeader }
        }
    }

    @Test func whatIsTakenBackAtAFormerLeaderIsNotSent() async throws {
        try await Service.with(model: Self.slow) { service in
            let requests = [GenerateRequest.quick("one [take:8]"), .quick("two")]
            let first = try PollerHarness(service, in: folder, submitting: requests)
            try await eventually { service.entries(.accepted).count == 1 }
            try loseLock()
            let second = try PollerHarness(service, in: folder)
            try await eventually { second.isLeader }
            let two = try #require(try second.tasks().first)
            first.worker.send(.userCommand(.remove(two.id)))
            try await eventually { try second.tasks().count == 1 }
            try await eventually { try second.tasks().first?.state == .success }
            #expect(service.acceptedPrompts == ["one [take:8]": 1])
            #expect(!first.isLeader && second.isLeader)
        }
    }

    @Test func aTaskIDThatAFormerLeaderIsToldReachesTheOneThatLeads() async throws {
        try await Service.with { service in
            let held = HeldAnswers(HTTPTransport(key: try #require(APIKey("demo-key"))).transport)
            let first = try PollerHarness(
                service,
                in: folder,
                submitting: [.quick()],
                transport: held.transport,
            )
            try await eventually { service.entries(.accepted).count == 1 }
            try loseLock()
            let second = try PollerHarness(service, in: folder)
            try await eventually { try second.task().task.state == .unknown }
            held.letGo()
            try await eventually { try second.task().task.state == .success }
            #expect(!first.isLeader && service.entries(.accepted).count == 1)
        }
    }

    @Test func whatWaitsForOneServiceIsNotSentToAnother() async throws {
        try await Service.with { service in
            let journal = try Journal(folder: folder.path)
            let claim = ServiceClaim(service: "https://one.example", mayTakeOver: false)
            _ = try journal.insert([.quick()], for: claim, at: SteadyClock().now)
            let poller = try PollerHarness(service, in: folder)
            try await eventually { !poller.troubles.isEmpty }
            #expect(poller.troubles[0].contains("in use for https://one.example (1 task waits"))
            poller.worker.send(.submit([.quick("for another")]))
            try await eventually { !poller.refusals.isEmpty }
            #expect(poller.refusals[0].contains("a folder of its own: --data-dir"))
            #expect(try poller.tasks().count == 1)
            let other = try PollerHarness(service, in: folder, named: "https://one.example")
            try await eventually { try other.task().task.state == .success }
            #expect(other.isLeader && !poller.isLeader)
            #expect(service.entries(.accepted).count == 1)
        }
    }

    @Test func aJournalInUseGoesOverToAnotherServiceWhenNothingWaitsAndNobodyLeads() async throws {
        try await Service.with { service in
            let first = try PollerHarness(service, in: folder, named: "https://one.example")
            try await eventually { first.isLeader }
            let second = try PollerHarness(service, in: folder)
            second.worker.send(.submit([.quick()]))
            try await eventually { !second.refusals.isEmpty }
            #expect(try second.tasks().isEmpty)
            await first.stop()
            try await eventually { second.isLeader }
            second.worker.send(.submit([.quick()]))
            try await eventually { try second.tasks().first?.state == .success }
            #expect(throws: IntentError.self) {
                try PollerHarness(
                    service,
                    in: folder,
                    named: "https://one.example",
                    submitting: [.quick()]
                )
            }
        }
    }
}

/// A line whose answers to submits are held until the test lets them go.
private final class HeldAnswers: Sendable {
    private struct State {
        var isHeld = true
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let line: Transport
    private let state = Mutex(State())

    init(_ line: @escaping Transport) { self.line = line }

    func letGo() {
        let waiting = state.withLock { state in
            state.isHeld = false
            return state.waiting
        }
        for answer in waiting { answer.resume() }
    }

    var transport: Transport {
        { [self] call async throws(TransportError) in
            let answer = try await line(call)
            guard case .post = call.method else { return answer }
            await withCheckedContinuation { continuation in
                let isHeld = state.withLock { state in
                    if state.isHeld { state.waiting.append(continuation) }
                    return state.isHeld
                }
                if !isHeld { continuation.resume() }
            }
            return answer
        }
    }
}
