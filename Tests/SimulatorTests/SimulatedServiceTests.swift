import Apixo
import Testing

@testable import Simulator

/// The service without HTTP, at made-up moments.
@Suite struct SimulatedServiceTests {
    private let start = 1_000_000

    private func makeService(_ change: (inout SimulatorOptions) -> Void = { _ in })
        -> SimulatedService
    {
        var options = SimulatorOptions()
        change(&options)
        return SimulatedService(options)
    }

    private func submit(_ prompt: String = "x", to service: inout SimulatedService, at now: Int)
        -> CallOutcome
    {
        let body = JSON(parsing: Sample.seedream(prompt)) ?? .null
        let endpoint = ServiceCall.Endpoint.generate(model: "seedream-5-0")
        return service.handle(
            ServiceCall(endpoint: endpoint, hasKey: true, body: .json(body)),
            at: now
        )
    }

    private func poll(_ taskID: String?, in service: inout SimulatedService, at now: Int)
        -> CallOutcome
    {
        let endpoint = ServiceCall.Endpoint.poll(model: "seedream-5-0", taskID: taskID)
        return service.handle(ServiceCall(endpoint: endpoint, hasKey: true), at: now)
    }

    @Test func aTaskStepsThroughItsStatesWithinTheDocumentedTime() throws {
        var service = makeService()
        let taskID = submit(to: &service, at: start).entry.taskId
        let task = try #require(service.tasks[taskID ?? ""])
        let end = try #require(task.completeTime)
        #expect((25_000...35_000).contains(end - start))
        let moments = [start, task.pendingUntil - 1, task.pendingUntil, end - 1, end, end + 9_999]
        let states = moments.map { poll(taskID, in: &service, at: $0).entry.state }
        #expect(
            states == ["pending", "pending", "processing", "processing", "success", "success"]
        )
        #expect(task.pendingUntil - start == (end - start) / 10)
    }

    @Test func aLargerPictureTakesLonger() throws {
        var service = makeService()
        let body = JSON(parsing: Sample.seedream(more: #", "resolution": "3K""#)) ?? .null
        let endpoint = ServiceCall.Endpoint.generate(model: "seedream-5-0")
        for _ in 0..<10 {
            let call = ServiceCall(endpoint: endpoint, hasKey: true, body: .json(body))
            let reply = service.handle(call, at: start)
            let end = try #require(service.tasks[reply.entry.taskId ?? ""]?.completeTime)
            #expect((35_000...50_000).contains(end - start))
        }
    }

    @Test func aPromptSteersItsTask() throws {
        var service = makeService { $0.timeScale = 0.5 }
        let never = submit("[never] [state:processing_r2]", to: &service, at: start).entry.taskId
        let later = start + 1_000_000_000
        #expect(poll(never, in: &service, at: later).entry.state == "processing_r2")
        let slow = submit("take [take:500] seconds", to: &service, at: later).entry.taskId
        #expect(service.tasks[slow ?? ""]?.completeTime == later + 250_000)
        let odd = submit("[odd-result][take:1]", to: &service, at: later).entry.taskId
        let answer = poll(odd, in: &service, at: later + 500).answer
        guard case .text(let text) = answer.body else { return }
        let inner = JSON(parsing: text)?["data"]?["resultJson"]?.string
        #expect(JSON(parsing: inner ?? "")?["resultUrls"] == nil)
        let known = submit("[fail]", to: &service, at: later).entry.taskId
        #expect(poll(known, in: &service, at: later + 50_000).entry.state == "failed")
    }

    @Test func sixtyRequestsAMinuteAreServedAndTheSixtyFirstIsNot() {
        var service = makeService()
        let taskID = submit(to: &service, at: start).entry.taskId
        for second in 1..<60 {
            #expect(poll(taskID, in: &service, at: start + second * 500).entry.status == 200)
        }
        let refused = poll(taskID, in: &service, at: start + 59_999)
        #expect(refused.entry.status == 429)
        #expect(refused.entry.reason == "requests per minute")
        #expect(submit(to: &service, at: start + 59_999).entry.status == 429)
        #expect(poll(taskID, in: &service, at: start + 60_000).entry.status == 200)
        #expect(poll(taskID, in: &service, at: start + 60_001).entry.status == 429)
    }

    @Test func refusedRequestsDoNotUseUpTheMinute() {
        var service = makeService()
        for _ in 0..<60 { _ = poll("nope", in: &service, at: start) }
        for _ in 0..<60 { #expect(poll("nope", in: &service, at: start).entry.status == 429) }
        #expect(poll("nope", in: &service, at: start + 60_000).entry.status == 404)
    }

    @Test func anEndedTaskFreesItsSlotWithoutAPoll() {
        var service = makeService()
        let replies = (0..<10).map { _ in submit(to: &service, at: start) }
        let refused = submit(to: &service, at: start)
        #expect(refused.entry.status == 429)
        #expect(refused.entry.reason == "tasks at once")
        let ends = replies.compactMap { service.tasks[$0.entry.taskId ?? ""]?.completeTime }
        let first = ends.min() ?? 0
        #expect(submit(to: &service, at: first - 1).entry.status == 429)
        #expect(submit(to: &service, at: first).entry.event == .accepted)
        #expect(submit(to: &service, at: first).entry.status == 429)
    }

    @Test func withoutLimitsNothingIsTooMuch() {
        var service = makeService { $0.enforcesLimits = false }
        for _ in 0..<200 { #expect(submit(to: &service, at: start).entry.event == .accepted) }
    }

    @Test func theSameSeedTellsTheSameStory() {
        func story(seed: UInt64) -> [LedgerEntry] {
            var service = makeService {
                $0.seed = seed
                for fault in Fault.allCases { $0.faults[fault] = 0.2 }
            }
            return (0..<50).map { submit(to: &service, at: start + $0 * 10_000).entry }
        }
        #expect(story(seed: 7) == story(seed: 7))
        #expect(story(seed: 7) != story(seed: 8))
    }

    @Test func aServerErrorLeavesOpenWhetherTheTaskWasCreated() {
        var service = makeService {
            $0.faults[.serverError] = 1
            $0.enforcesLimits = false
        }
        let entries = (0..<200).map { _ in submit(to: &service, at: start).entry }
        #expect(entries.allSatisfy { $0.status == 500 && $0.fault == .serverError })
        let accepted = entries.filter { $0.event == .accepted }
        #expect((60...140).contains(accepted.count))
        #expect(accepted.count == service.tasks.count)
    }

    @Test func filesAreGoneAfterTheirLifetime() {
        var service = makeService()
        let taskID = submit("[take:1]", to: &service, at: start).entry.taskId ?? ""
        let path = "/results/\(taskID)/1.jpg"
        func status(at now: Int) -> Int? {
            service.handle(ServiceCall(endpoint: .file(path: path), hasKey: false), at: now).entry
                .status
        }
        let lifetime = 15 * 24 * 3600 * 1000
        #expect(status(at: start + 999) == 404)
        #expect(status(at: start + 1000) == 200)
        #expect(status(at: start + 999 + lifetime) == 200)
        #expect(status(at: start + 1000 + lifetime) == 404)
    }
}
