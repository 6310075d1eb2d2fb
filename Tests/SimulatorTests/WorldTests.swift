import Apixo
import Testing

@testable import Simulator

/// The service without HTTP, at made-up moments.
@Suite struct WorldTests {
    private let start = 1_000_000

    private func makeWorld(_ change: (inout SimulatorOptions) -> Void = { _ in }) -> World {
        var options = SimulatorOptions()
        change(&options)
        return World(options)
    }

    private func submit(_ prompt: String = "x", to world: inout World, at now: Int) -> Reply {
        let body = JSON(parsing: Sample.seedream(prompt)) ?? .null
        let endpoint = Call.Endpoint.generate(model: "seedream-5-0")
        return world.handle(Call(endpoint: endpoint, hasKey: true, body: .json(body)), at: now)
    }

    private func poll(_ taskID: String?, in world: inout World, at now: Int) -> Reply {
        let endpoint = Call.Endpoint.poll(model: "seedream-5-0", taskID: taskID)
        return world.handle(Call(endpoint: endpoint, hasKey: true), at: now)
    }

    @Test func aTaskStepsThroughItsStatesWithinTheDocumentedTime() throws {
        var world = makeWorld()
        let taskID = submit(to: &world, at: start).entry.taskId
        let task = try #require(world.tasks[taskID ?? ""])
        let end = try #require(task.completeTime)
        #expect((25_000...35_000).contains(end - start))
        let moments = [start, task.pendingUntil - 1, task.pendingUntil, end - 1, end, end + 9_999]
        let states = moments.map { poll(taskID, in: &world, at: $0).entry.state }
        #expect(
            states == ["pending", "pending", "processing", "processing", "success", "success"]
        )
        #expect(task.pendingUntil - start == (end - start) / 10)
    }

    @Test func aLargerPictureTakesLonger() throws {
        var world = makeWorld()
        let body = JSON(parsing: Sample.seedream(more: #", "resolution": "3K""#)) ?? .null
        let endpoint = Call.Endpoint.generate(model: "seedream-5-0")
        for _ in 0..<10 {
            let call = Call(endpoint: endpoint, hasKey: true, body: .json(body))
            let reply = world.handle(call, at: start)
            let end = try #require(world.tasks[reply.entry.taskId ?? ""]?.completeTime)
            #expect((35_000...50_000).contains(end - start))
        }
    }

    @Test func aPromptSteersItsTask() throws {
        var world = makeWorld { $0.timeScale = 0.5 }
        let never = submit("[never] [state:processing_r2]", to: &world, at: start).entry.taskId
        let later = start + 1_000_000_000
        #expect(poll(never, in: &world, at: later).entry.state == "processing_r2")
        let slow = submit("take [take:500] seconds", to: &world, at: later).entry.taskId
        #expect(world.tasks[slow ?? ""]?.completeTime == later + 250_000)
        let odd = submit("[odd-result][take:1]", to: &world, at: later).entry.taskId
        let answer = poll(odd, in: &world, at: later + 500).answer
        guard case .text(let text) = answer.body else { return }
        let inner = JSON(parsing: text)?["data"]?["resultJson"]?.string
        #expect(JSON(parsing: inner ?? "")?["resultUrls"] == nil)
        let known = submit("[fail]", to: &world, at: later).entry.taskId
        #expect(poll(known, in: &world, at: later + 50_000).entry.state == "failed")
    }

    @Test func sixtyRequestsAMinuteAreServedAndTheSixtyFirstIsNot() {
        var world = makeWorld()
        let taskID = submit(to: &world, at: start).entry.taskId
        for second in 1..<60 {
            #expect(poll(taskID, in: &world, at: start + second * 500).entry.status == 200)
        }
        let refused = poll(taskID, in: &world, at: start + 59_999)
        #expect(refused.entry.status == 429)
        #expect(refused.entry.reason == "requests per minute")
        #expect(submit(to: &world, at: start + 59_999).entry.status == 429)
        #expect(poll(taskID, in: &world, at: start + 60_000).entry.status == 200)
        #expect(poll(taskID, in: &world, at: start + 60_001).entry.status == 429)
    }

    @Test func refusedRequestsDoNotUseUpTheMinute() {
        var world = makeWorld()
        for _ in 0..<60 { _ = poll("nope", in: &world, at: start) }
        for _ in 0..<60 { #expect(poll("nope", in: &world, at: start).entry.status == 429) }
        #expect(poll("nope", in: &world, at: start + 60_000).entry.status == 404)
    }

    @Test func anEndedTaskFreesItsSlotWithoutAPoll() {
        var world = makeWorld()
        let replies = (0..<10).map { _ in submit(to: &world, at: start) }
        let refused = submit(to: &world, at: start)
        #expect(refused.entry.status == 429)
        #expect(refused.entry.reason == "tasks at once")
        let ends = replies.compactMap { world.tasks[$0.entry.taskId ?? ""]?.completeTime }
        let first = ends.min() ?? 0
        #expect(submit(to: &world, at: first - 1).entry.status == 429)
        #expect(submit(to: &world, at: first).entry.event == .accepted)
        #expect(submit(to: &world, at: first).entry.status == 429)
    }

    @Test func withoutLimitsNothingIsTooMuch() {
        var world = makeWorld { $0.enforcesLimits = false }
        for _ in 0..<200 { #expect(submit(to: &world, at: start).entry.event == .accepted) }
    }

    @Test func theSameSeedTellsTheSameStory() {
        func story(seed: UInt64) -> [LedgerEntry] {
            var world = makeWorld {
                $0.seed = seed
                for fault in Fault.allCases { $0.faults[fault] = 0.2 }
            }
            return (0..<50).map { submit(to: &world, at: start + $0 * 10_000).entry }
        }
        #expect(story(seed: 7) == story(seed: 7))
        #expect(story(seed: 7) != story(seed: 8))
    }

    @Test func aServerErrorLeavesOpenWhetherTheTaskWasCreated() {
        var world = makeWorld {
            $0.faults[.serverError] = 1
            $0.enforcesLimits = false
        }
        let entries = (0..<200).map { _ in submit(to: &world, at: start).entry }
        #expect(entries.allSatisfy { $0.status == 500 && $0.fault == .serverError })
        let accepted = entries.filter { $0.event == .accepted }
        #expect((60...140).contains(accepted.count))
        #expect(accepted.count == world.tasks.count)
    }

    @Test func filesAreGoneAfterTheirLifetime() {
        var world = makeWorld()
        let taskID = submit("[take:1]", to: &world, at: start).entry.taskId ?? ""
        let path = "/results/\(taskID)/1.jpg"
        func status(at now: Int) -> Int? {
            world.handle(Call(endpoint: .file(path: path), hasKey: false), at: now).entry.status
        }
        let lifetime = 15 * 24 * 3600 * 1000
        #expect(status(at: start + 999) == 404)
        #expect(status(at: start + 1000) == 200)
        #expect(status(at: start + 999 + lifetime) == 200)
        #expect(status(at: start + 1000 + lifetime) == 404)
    }
}
