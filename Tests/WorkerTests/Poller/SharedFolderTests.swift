import Apixo
import Foundation
import Samples
import Simulator
import Tasks
import Testing

@testable import Coordination

/// Several programs on one data folder.
struct SharedFolderTests {
    private let folder: TestFolder

    init() throws { folder = try TestFolder() }

    /// Two programs, the first of which leads.
    private func withPair(
        timeScale: Double = 0.3,
        _ body: (Service, PollerHarness, PollerHarness) async throws -> Void,
    ) async throws {
        try await Service.with(timeScale: timeScale) { service in
            let leader = try PollerHarness(service, in: folder)
            try await eventually { leader.isLeader }
            let follower = try PollerHarness(service, in: folder)
            try await body(service, leader, follower)
            await follower.stop()
            await leader.stop()
            #expect(leader.troubles + follower.troubles == [])
        }
    }

    @Test func whatOneIsToldTheOtherSends() async throws {
        try await withPair { service, leader, follower in
            follower.worker.send(.submit((1...10).map { .quick("\($0)") }))
            try await eventually {
                let tasks = try follower.tasks()
                return tasks.count == 10 && tasks.allSatisfy { $0.state == .success }
            }
            #expect(leader.isLeader && !follower.isLeader)
            #expect(service.acceptedPrompts.count == 10)
            #expect(service.acceptedPrompts.values.allSatisfy { $0 == 1 })
        }
    }

    @Test func bothShowANewStateWithinASecond() async throws {
        try await withPair { _, leader, follower in
            leader.worker.send(.submit([.quick("[never]")]))
            try await eventually { leader.states.last == .processing }
            try await eventually(within: 1) { follower.states.last == .processing }
        }
    }

    @Test func theCommandsOfAFollowerAreCarriedOut() async throws {
        try await withPair { service, leader, follower in
            follower.worker.send(.submit([.quick()]))
            try await eventually { try leader.hasSavedFile }
            let task = try follower.task()
            let path = "\(folder.path)/results"
            try FileManager.default.removeItem(atPath: path)
            follower.worker.send(.userCommand(.downloadAgain(task.task.id, fileNumbers: [])))
            try await eventually { FileManager.default.fileExists(atPath: path) }
            follower.worker.send(.userCommand(.remove(task.task.id)))
            try await eventually { try leader.tasks().isEmpty }
        }
    }

    @Test func theFollowerTakesOverWithinThreeSeconds() async throws {
        try await withPair(timeScale: 2) { service, leader, follower in
            leader.worker.send(.submit((1...5).map { .quick("\($0)") }))
            try await eventually { service.entries(.accepted).count == 5 }
            await leader.stop()
            try await eventually(within: 3) { follower.isLeader }
            try await eventually { try follower.tasks().allSatisfy { $0.state == .success } }
            #expect(service.acceptedPrompts.values.allSatisfy { $0 == 1 })
        }
    }

    @Test func aPausedLeaderLetsTheOtherLead() async throws {
        try await withPair { service, leader, follower in
            leader.worker.suspend {}
            try await eventually(within: 3) { follower.isLeader }
            leader.worker.resume()
            leader.worker.send(.submit([.quick("from the paused one")]))
            try await eventually { try follower.tasks().first?.state == .success }
            await follower.stop()
            try await eventually(within: 3) { leader.isLeader }
            #expect(service.entries(.accepted).count == 1)
        }
    }

    @Test func aSubmitBesideALeaderSeesItsTaskSent() async throws {
        try await withPair { service, _, _ in
            // It waits for the leader a second or two, which can be too short on a busy machine.
            try await eventually {
                let submit = try PollerHarness(
                    service,
                    in: folder,
                    submitting: [.quick("[never]")],
                    until: .sent,
                )
                #expect(await submit.end() == .conditionMet)
                return try submit.task().task.life.taskID != nil
            }
        }
    }

    @Test func manySubmitsAtOnceAreAllSentOnce() async throws {
        try await Service.with { service in
            let pollers = try (1...8).map { number in
                try PollerHarness(
                    service,
                    in: folder,
                    submitting: [.quick("\(number)")],
                    until: .sent
                )
            }
            for poller in pollers { #expect(await poller.end() == .conditionMet) }
            #expect(service.acceptedPrompts.count == 8)
            #expect(service.acceptedPrompts.values.allSatisfy { $0 == 1 })
        }
    }

    /// Hands the lead of ten tasks on six times, with two programs at once in between.
    private func changeTheLead(_ service: Service) async throws {
        let requests = (1...10).map { GenerateRequest.quick("\($0) [take:60]") }
        var poller = try PollerHarness(service, in: folder, submitting: requests)
        for _ in 0..<6 {
            let next = try PollerHarness(service, in: folder)
            try await eventually { next.isFollower }
            await poller.stop()
            try await eventually(within: 3) { next.isLeader }
            poller = next
        }
        try await eventually { try poller.tasks().allSatisfy { $0.state == .success } }
        await poller.stop()
        #expect(service.entries(.refused).isEmpty)
        #expect(service.acceptedPrompts.values.allSatisfy { $0 == 1 })
    }

    @Test func theMinuteIsOneForAllWhileTheLeadChanges() async throws {
        try await Service.with(model: .quick(perMinute: 600, atOnce: 10)) { service in
            try await changeTheLead(service)
        }
    }

    /// One program leaves 100 ms between an answer and its next poll; a new leader does not know
    /// when the last one looked, and that one's last poll may still be on its way.
    @Test func noPollIsDoubledWhileTheLeadChanges() async throws {
        try await Service.with(model: .quick(atOnce: 10)) { service in
            try await changeTheLead(service)
            let polls = Dictionary(grouping: service.entries(.poll), by: \.taskId)
            #expect(polls.count == 10)
            for (id, entries) in polls {
                let times = entries.map(\.at)
                let close = zip(times, times.dropFirst()).count { $1 - $0 < 80 }
                #expect(close <= 12, "\(id ?? ""): \(close) of \(times.count)")
            }
        }
    }

    @Test func withoutAKeyTheListIsKeptInOrderAndNothingIsSent() async throws {
        try await Service.with { service in
            let poller = try PollerHarness(service, in: folder, key: nil)
            poller.worker.send(.submit([.quick("one"), .quick("two")]))
            try await eventually { try poller.tasks().count == 2 }
            let first = try #require(try poller.tasks().last)
            let unknown = Unknown(sentAt: .start, noticedAt: .start, reason: "no answer")
            let lost = try poller.journal.add(.unknown(unknown))
            poller.worker.send(.userCommand(.remove(first.id)))
            poller.worker.send(.userCommand(.markLost(lost.id)))
            try await eventually {
                guard case .unknown(let unknown) = try poller.journal.task(lost.id)?.life else {
                    return false
                }
                return try unknown.isSettled && poller.tasks().count == 2
            }
            await poller.stop()
            #expect(service.simulator.ledgerEntries().isEmpty)
        }
    }

    @Test func aTaskTakenBackWithoutAKeyIsNotSentByTheLeader() async throws {
        try await Service.with(model: .quick(atOnce: 1)) { service in
            let leader = try PollerHarness(
                service,
                in: folder,
                submitting: [.quick("[never]"), .quick("two")]
            )
            try await eventually { service.entries(.accepted).count == 1 }
            let keyless = try PollerHarness(service, in: folder, key: nil)
            let queued = try #require(try leader.tasks().first)
            keyless.worker.send(.userCommand(.remove(queued.id)))
            try await eventually { leader.queued == 0 }
            await keyless.stop()
            await leader.stop()
            #expect(try leader.journal.task(queued.id)?.state == .refused)
        }
    }
}

extension PollerHarness {
    /// The states of the tasks it was told of, in order.
    fileprivate var states: [TaskState] {
        reports.flatMap { report in
            if case .tasks(let news) = report { news.map(\.task.state) } else { [] as [TaskState] }
        }
    }

    fileprivate var queued: Int? {
        let status = reports.compactMap { report in
            if case .status(let status) = report { status } else { nil as EngineStatus? }
        }
        return status.last?.queued
    }

    fileprivate var hasSavedFile: Bool {
        get throws {
            let files = try tasks().first.map { try journal.files(of: $0.id) } ?? []
            return files.contains { file in
                if case .saved = file.state { true } else { false }
            }
        }
    }
}
