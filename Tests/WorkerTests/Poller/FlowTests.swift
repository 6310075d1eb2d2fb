import Apixo
import Coordination
import Foundation
import Samples
import Simulator
import Tasks
import Testing
import Worker

/// Worker, journal and downloads against the simulated service over HTTP.
struct FlowTests {
    private let folder: TestFolder

    init() throws { folder = try TestFolder() }

    @Test func aTaskIsSentWatchedAndItsFilesAreKept() async throws {
        try await Service.with { service in
            let poller = try PollerHarness(
                service,
                in: folder,
                submitting: [.quick(count: 3)],
                until: .idle
            )
            #expect(await poller.end() == .conditionMet)
            let detail = try poller.task()
            #expect(detail.task.state == .success)
            #expect(detail.files.count == 3)
            for file in detail.files {
                guard case .saved(let path, let bytes) = file.state else {
                    Issue.record("\(file) was not saved")
                    continue
                }
                #expect(FileManager.default.contents(atPath: path)?.count == bytes)
            }
            #expect(service.entries(.accepted).count == 1)
            #expect(service.entries(.download).allSatisfy { $0.authorization == false })
        }
    }

    @Test func aFailedTaskKeepsItsFailCode() async throws {
        try await Service.with { service in
            let request = GenerateRequest.quick("[fail:CONTENT_VIOLATION]")
            let poller = try PollerHarness(service, in: folder, submitting: [request], until: .idle)
            #expect(await poller.end() == .conditionMet)
            guard case .failed(_, let failure) = try poller.task().task.life else {
                Issue.record("it did not fail")
                return
            }
            #expect(failure.code.rawValue == "CONTENT_VIOLATION")
        }
    }

    @Test(arguments: [400, 402, 403, 404])
    func aRefusedRequestIsNotSentAgain(status: Int) async throws {
        try await Service.with { service in
            let request = GenerateRequest.quick("[refuse:\(status)]")
            let poller = try PollerHarness(service, in: folder, submitting: [request], until: .idle)
            #expect(await poller.end() == .conditionMet)
            #expect(try poller.task().task.state == .refused)
            #expect(service.entries(.refused).count == 1)
        }
    }

    @Test func aSubmitWithoutAnAnswerIsUnknownAndNeverSentAgain() async throws {
        try await Service.with(faults: ["close-after=1"]) { service in
            let poller = try PollerHarness(
                service,
                in: folder,
                submitting: [.quick()],
                until: .idle
            )
            #expect(await poller.end() == .conditionMet)
            #expect(try poller.task().task.state == .unknown)
            let again = try PollerHarness(service, in: folder, until: .idle)
            #expect(await again.end() == .conditionMet)
            #expect(service.entries(.accepted).count == 1)
        }
    }

    @Test func aServiceThatIsNotThereLeavesTheTaskInTheQueue() async throws {
        try await Service.with { service in
            let poller = try PollerHarness(
                service,
                in: folder,
                endpoint: "http://127.0.0.1:9",
                named: "the service",
                submitting: [.quick()],
                until: .sent,
            )
            #expect(await poller.end() == .conditionMet)
            #expect(try poller.task().task.state == .queued)
            let later = try PollerHarness(service, in: folder, named: "the service", until: .idle)
            #expect(await later.end() == .conditionMet)
            #expect(try later.task().task.state == .success)
        }
    }

    @Test func aBlackHoleMakesTheOutcomeUnknown() async throws {
        var timeouts = Timeouts()
        timeouts.submit = .milliseconds(300)
        try await OddServer.with(.silence) { hole in
            try await Service.with { service in
                let poller = try PollerHarness(
                    service,
                    in: folder,
                    endpoint: hole.url,
                    submitting: [.quick()],
                    until: .sent,
                    timeouts: timeouts,
                )
                #expect(await poller.end() == .conditionMet)
                #expect(try poller.task().task.state == .unknown)
                #expect(hole.requests.count == 1)
            }
        }
    }

    @Test func aWrongKeyEndsTheRunWhenMoreIsQueued() async throws {
        try await Service.with(model: .quick(atOnce: 1)) { service in
            let requests = [GenerateRequest.quick("one"), .quick("two")]
            let poller = try PollerHarness(
                service,
                in: folder,
                key: "wrong",
                submitting: requests,
                until: .idle,
            )
            #expect(await poller.end().isKeyRefused)
            // The balance call has told before anything was sent.
            #expect(try poller.tasks().map(\.state) == [.queued, .queued])
        }
    }

    @Test func aKeyThatIsRefusedAtEveryPollEndsTheRun() async throws {
        try await Service.with { service in
            let poller = try PollerHarness(service, in: folder, submitting: [.quick("[never]")])
            try await eventually { try poller.task().task.life.running != nil }
            await poller.stop()
            let wrong = try PollerHarness(service, in: folder, key: "wrong", until: .idle)
            #expect(await wrong.end().isKeyRefused)
            #expect(try wrong.task().task.life.running != nil)
        }
    }

    @Test func aStoppedProgramGoesOnWithItsTasksTheNextTime() async throws {
        try await Service.with(timeScale: 0.5) { service in
            let poller = try PollerHarness(service, in: folder, submitting: [.quick(), .quick()])
            try await eventually { try poller.tasks().allSatisfy { $0.life.running != nil } }
            #expect(await poller.stop() == .stopped)
            let next = try PollerHarness(service, in: folder, until: .idle)
            #expect(await next.end() == .conditionMet)
            #expect(try next.tasks().map(\.state) == [.success, .success])
            #expect(service.entries(.accepted).count == 2)
        }
    }

    @Test func aFileThatIsGoneHoldsUpNobodyForDays() async throws {
        try await Service.with { service in
            let request = GenerateRequest.quick("[expires:0]")
            let poller = try PollerHarness(service, in: folder, submitting: [request], until: .idle)
            #expect(await poller.end() == .conditionMet)
            let detail = try poller.task()
            #expect(detail.task.state == .success)
            guard case .waiting(_, let tries, let reason) = detail.files[0].state else {
                Issue.record("it is not tried again")
                return
            }
            #expect(tries == 3 && reason == "the result is not there (HTTP 404)")
        }
    }

    @Test func twentyAtOnceMeetNotOneRefusal() async throws {
        try await Service.with(model: .quick(perMinute: 600, atOnce: 5)) { service in
            let requests = (1...20).map { GenerateRequest.quick("number \($0)") }
            let poller = try PollerHarness(service, in: folder, submitting: requests, until: .idle)
            #expect(await poller.end() == .conditionMet)
            #expect(try poller.tasks().allSatisfy { $0.state == .success })
            #expect(service.entries(.refused).isEmpty)
            #expect(service.acceptedPrompts.values.allSatisfy { $0 == 1 })
            #expect(service.acceptedPrompts.count == 20)
        }
    }

    @Test func whatWasSpentBeforeARestartStillCounts() async throws {
        try await Service.with(model: .quick(perMinute: 6, atOnce: 5)) { service in
            let poller = try PollerHarness(
                service,
                in: folder,
                submitting: (1...5).map { .quick("\($0) [never]") },
                until: .sent,
            )
            #expect(await poller.end() == .conditionMet)
            let next = try PollerHarness(service, in: folder)
            try await eventually { service.entries(.poll).count == 1 }
            try await Task.sleep(for: .seconds(1))
            await next.stop()
            #expect(service.entries(.poll).count == 1)
            #expect(service.entries(.refused).isEmpty)
        }
    }
}

extension RunEnd {
    fileprivate var isKeyRefused: Bool {
        guard case .held(.account(let hold)) = self else { return false }
        return hold.reason == .badKey
    }
}
