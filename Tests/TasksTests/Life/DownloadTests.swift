import Apixo
import Testing

@testable import Tasks

struct DownloadTests {
    /// A task that has just succeeded with this many files.
    private func succeeded(files count: Int = 1) -> (EngineHarness, TaskNumber) {
        var rig = EngineHarness()
        let number = rig.accept()
        rig.waitForPoll()
        let urls = (0..<count).map { "https://r2.example/\($0).png" }
        rig.take(.polled(number, .success(urls)))
        return (rig, number)
    }

    @Test func filesAreFetchedAtOnceFourAtATime() {
        var (rig, number) = succeeded(files: 6)
        #expect(rig.decision.fetched.map(\.id.number) == [1, 2, 3, 4])
        #expect(rig.decision.files.count == 6)
        let first = FileID(task: number, number: 1)
        rig.take(.downloaded(first, .saved(path: "/results/1.png", bytes: 9)))
        #expect(rig.decision.files[first]?.state == .saved(path: "/results/1.png", bytes: 9))
        #expect(rig.decision.fetched.map(\.id.number) == [5])
    }

    @Test func aFailedFileIsTriedAgainLaterAndLater() {
        var (rig, number) = succeeded()
        let id = FileID(task: number, number: 1)
        for tries in 1...4 {
            rig.take(.downloaded(id, .failed(reason: "HTTP 500", isFinal: false)))
            guard case .waiting(let next, tries, "HTTP 500") = rig.decision.files[id]?.state else {
                Issue.record("not waiting after \(tries) tries")
                return
            }
            let wait = next.seconds(since: rig.now)
            #expect(wait > Double(1 << tries) && wait <= 3 * Double(1 << tries))
            rig.take(.ticked, after: wait)
            #expect(rig.decision.fetched.map(\.id) == [id])
        }
    }

    @Test func aFileIsLostWhenItsURLHasDied() {
        var (rig, number) = succeeded()
        let id = FileID(task: number, number: 1)
        let failure = Event.downloaded(id, .failed(reason: "HTTP 404", isFinal: false))
        rig.take(failure, after: 15 * 86_400)
        #expect(rig.decision.files[id]?.state == .lost(reason: "HTTP 404"))
        #expect(rig.engine.isIdle)
    }

    @Test func aLostFileIsFetchedAgainWhenTheUserWishes() throws {
        var (rig, number) = succeeded()
        let id = FileID(task: number, number: 1)
        rig.take(.downloaded(id, .failed(reason: "too large", isFinal: true)))
        let file = try #require(rig.decision.files[id])
        rig.take(.downloadWanted(file))
        #expect(rig.decision.fetched.map(\.id) == [id])
        rig.take(.downloadWanted(file))
        #expect(rig.decision.fetched.isEmpty)
    }

    @Test func aResultLivesFromTheEndOfItsTaskAndNotFromWhenThatWasSeen() {
        var rig = EngineHarness()
        let number = rig.accept()
        let accepted = rig.now
        let end = accepted + 30
        rig.now = accepted + 3 * 86_400
        rig.take(.ticked)
        let times = TaskTimes(completeTime: end.milliseconds)
        let report = TaskReport(
            state: .succeeded(TaskResult(urls: ["https://r2.example/1.png"], raw: "{}")),
            times: times,
        )
        rig.take(.polled(number, .answered(.value(report))))
        #expect(rig.decision.files.values.map(\.expiresAt) == [end + 15 * 86_400])
    }

    @Test(arguments: [0, 4_000_000_000_000])
    func anEndThatCannotBeIsNotBelieved(completeTime: Int) {
        let times = TaskTimes(completeTime: completeTime)
        let end = times.end(from: EngineHarness.start, to: EngineHarness.start + 60)
        #expect(end == (completeTime == 0 ? EngineHarness.start : EngineHarness.start + 60))
        #expect(
            TaskTimes().end(from: EngineHarness.start, to: EngineHarness.start + 60)
                == EngineHarness.start + 60
        )
    }

    @Test func oneMoreTryComesJustBeforeTheURLDies() {
        var (rig, number) = succeeded()
        let id = FileID(task: number, number: 1)
        let death = rig.now + 15 * 86_400
        rig.take(.downloaded(id, .failed(reason: "HTTP 500", isFinal: false)))
        var tries: [Timestamp] = []
        while let wake = rig.engine.nextWake {
            rig.now = max(rig.now, wake)
            rig.take(.ticked)
            tries.append(rig.now)
            rig.take(.downloaded(id, .failed(reason: "HTTP 500", isFinal: false)))
        }
        #expect(tries.last == death - 60)
        #expect(tries.count < 15 * 24 * 10)
        #expect(rig.decision.files[id]?.state == .lost(reason: "HTTP 500"))
    }
}
