import Apixo
import Coordination
import Foundation
import GRDB
import Samples
import Simulator
import Synchronization
import Tasks
import Testing

@testable import Machine
@testable import TaskJournal
@testable import Worker

/// What must hold when the disk, the lead or an answer comes at the wrong moment.
struct RecoveryTests {
    private let folder: TestFolder
    private let journal: Journal

    init() throws {
        folder = try TestFolder()
        journal = try Journal(folder: folder.path)
    }

    @Test func whatWasTakenBackWhileNobodyLedIsNotSent() async throws {
        try await Service.with { service in
            let tasks = try journal.insert([.quick("one"), .quick("two")], at: SteadyClock().now)
            try journal.add(.remove(tasks[0].id))
            let poller = try PollerHarness(service, in: folder, until: .idle)
            #expect(await poller.end() == .conditionMet)
            #expect(service.acceptedPrompts == ["two": 1])
            #expect(try journal.task(tasks[0].id)?.state == .refused)
        }
    }

    @Test func wishesAreKeptWhenTheLeadCannotBeTaken() async throws {
        try await Service.with { service in
            try journal.add(.sending(since: .start))
            let unknown = Unknown(sentAt: .start, noticedAt: .start, reason: "no answer")
            let lost = try journal.add(.unknown(unknown))
            try journal.add(.markLost(lost.id))
            try journal.refuse("UPDATE ON task")
            let poller = try PollerHarness(service, in: folder)
            try await eventually { !poller.troubles.isEmpty }
            #expect(
                try !poller.isLeader
                    && journal.pendingCommands().map(\.command) == [.markLost(lost.id)]
            )
            try journal.allow()
            try await eventually { try journal.isSettled(lost.id) }
            #expect(poller.isLeader)
        }
    }

    @Test func newIntentsAreSentThoughCommandsCannotBeTaken() async throws {
        try await Service.with { service in
            let unknown = Unknown(sentAt: .start, noticedAt: .start, reason: "no answer")
            let lost = try journal.add(.unknown(unknown))
            let poller = try PollerHarness(service, in: folder)
            try await eventually { poller.isLeader }
            try journal.refuse("DELETE ON wish")
            try journal.add(.markLost(lost.id))
            let task = try journal.insert([.quick()], at: SteadyClock().now)[0]
            try await eventually { try journal.task(task.id)?.state == .success }
            #expect(try !journal.isSettled(lost.id) && !poller.troubles.isEmpty)
            try journal.allow()
            try await eventually { try journal.isSettled(lost.id) }
        }
    }

    @Test func theUserIsToldOfCorruptRows() async throws {
        try journal.add(.running(Running(taskID: TaskID(rawValue: "a"), acceptedAt: .start)))
        try journal.write { db in try db.execute(sql: "UPDATE task SET acceptedAt = 'abc'") }
        try await Service.with { service in
            let poller = try PollerHarness(service, in: folder)
            try await eventually { !poller.troubles.isEmpty }
            await poller.stop()
            #expect(poller.troubles.count == 1)
            #expect(poller.troubles.first?.contains("task 1 (acceptedAt)") == true)
            #expect(service.acceptedPrompts.isEmpty)
        }
    }

    @Test func oneThatCouldNotTakeTheLeadAsksForTheLockAgain() async throws {
        try await Service.with { service in
            try journal.add(.sending(since: .start))
            try journal.refuse("UPDATE ON task")
            let first = try PollerHarness(service, in: folder)
            try await eventually { !first.troubles.isEmpty }
            first.worker.suspend {}
            try journal.allow()
            let second = try PollerHarness(service, in: folder)
            try await eventually { second.isLeader }
            first.worker.resume()
            try await Task.sleep(for: .seconds(2.5))
            #expect(second.isLeader && !first.isLeader)
            await second.stop()
            try await eventually { first.isLeader }
        }
    }

    @Test func theAnswerToAnEarlierLeadIsNotTakenForOneToThis() async throws {
        try await Service.with(timeScale: 0.1) { service in
            let line = HeldLine()
            let poller = try PollerHarness(
                service,
                in: folder,
                submitting: [.quick("[never]")],
                transport: line.transport,
            )
            try await eventually { line.polls == 1 }
            await withCheckedContinuation { rested in poller.worker.suspend { rested.resume() } }
            poller.worker.resume()
            try await eventually { line.polls == 2 }
            line.answer(1)
            try await Task.sleep(for: .milliseconds(300))
            #expect(try poller.task().task.life.running != nil)
            line.answer(2)
            try await eventually { try poller.task().task.state == .failed }
            let polls = try poller.task().polls
            #expect(polls.count == 1)
        }
    }

    @Test func aRestBreaksDownloadsOffAndTheNextLeadGoesOn() async throws {
        let start = "HTTP/1.1 200 OK\r\nETag: \"1\"\r\n\r\nGIF89a, the first part"
        try await OddServer.with(.start(start)) { server in
            try await Service.with { service in
                let task = try journal.add(.failed(.sample(TaskTimes()), .sample))
                var file = ResultFile.sample("\(server.url)/1.gif")
                file.id.task = task.id
                var decision = Decision()
                decision.files[file.id] = file
                try journal.save(decision, at: .start)
                let poller = try PollerHarness(service, in: folder)
                let part = "results/\(Downloader.partName(of: file, .start))"
                try await eventually { folder.bytes(part).count == 22 }
                await withCheckedContinuation { rested in poller.worker.suspend { rested.resume() }
                }
                #expect(try PartFile(path: "\(folder.path)/\(part)").count == 22)
                #expect(try journal.files(of: task.id) == [file])
                poller.worker.resume()
                try await eventually { server.requests.last?.contains("bytes=22-") == true }
            }
        }
    }

    @Test func withoutAKeyEachCommandIsGrantedOnWhatTheJournalSays() async throws {
        try await Service.with { service in
            let unknown = Unknown(sentAt: .start, noticedAt: .start, reason: "no answer")
            let lost = try journal.add(.unknown(unknown))
            let poller = try PollerHarness(service, in: folder, key: nil)
            poller.worker.send(.userCommand(.attach(lost.id, TaskID(rawValue: "task_9"))))
            try await eventually { try journal.task(lost.id)?.life.running != nil }
            try journal.save(.changing([lost]), at: .start)
            poller.worker.send(.userCommand(.markLost(lost.id)))
            try await eventually { try journal.isSettled(lost.id) }
            #expect(poller.troubles == [])
        }
    }

    @Test(arguments: [nil, "demo-key"])
    func aTaskIDThatAnotherTaskHasIsNotAttached(key: String?) async throws {
        try await Service.with { service in
            let (lost, taken) = try lostAndFailed()
            let poller = try PollerHarness(service, in: folder, key: key)
            try await eventually { key == nil || poller.isLeader }
            poller.worker.send(.userCommand(.attach(lost.id, taken)))
            try await eventually { !poller.troubles.isEmpty }
            #expect(poller.troubles == ["#1 stays unknown: task_3 is the taskId of #2"])
            #expect(try journal.task(lost.id) == lost)
        }
    }

    @Test func aWishThatWouldNotBeGrantedIsSaidWhereItWasMade() async throws {
        try await Service.with { service in
            let (lost, taken) = try lostAndFailed()
            let leader = try PollerHarness(service, in: folder)
            try await eventually { leader.isLeader }
            let other = try PollerHarness(service, in: folder)
            other.worker.send(.userCommand(.attach(lost.id, taken)))
            try await eventually { !other.troubles.isEmpty }
            #expect(other.troubles == ["#1 stays unknown: task_3 is the taskId of #2"])
            #expect(leader.troubles == [])
        }
    }

    @Test func aTaskIDOfAnotherModelIsNotTaken() throws {
        let (lost, taken) = try lostAndFailed()
        let other = GenerateRequest(model: ModelID(rawValue: "other"), input: [:])
        let life = Life.unknown(Unknown(sentAt: .start, noticedAt: .start, reason: "no answer"))
        let unknownModel = try journal.add(life, other)
        #expect(try journal.holder(of: taken, besides: lost) == TaskNumber(rawValue: 2))
        #expect(try journal.holder(of: taken, besides: unknownModel) == nil)
    }

    @Test func aTaskIDThatLeadsNowhereLeavesTheTaskUnknownInTheJournal() async throws {
        try await Service.with { service in
            let (lost, _) = try lostAndFailed()
            let poller = try PollerHarness(service, in: folder)
            poller.worker.send(.userCommand(.attach(lost.id, TaskID(rawValue: "task_none"))))
            try await eventually { try journal.detail(lost.id)?.polls.isEmpty == false }
            let task = try #require(try journal.task(lost.id))
            guard case .unknown(let unknown) = task.life else {
                Issue.record("it is watched: \(task.life)")
                return
            }
            #expect(unknown.sentAt == .start && unknown.noticedAt == .start)
            #expect(unknown.reason.hasSuffix("the service knows no task task_none of this model"))
            let row = try journal.window(WindowQuery()).rows.first { $0.id == lost.id }
            #expect(row == TaskRow(task))
        }
    }

    /// #1 without an answer, and #2 that has a taskId.
    private func lostAndFailed() throws -> (lost: TrackedTask, taken: TaskID) {
        let unknown = Unknown(sentAt: .start, noticedAt: .start, reason: "no answer")
        let lost = try journal.add(.unknown(unknown))
        try journal.add(.failed(.sample(TaskTimes()), .sample))
        return (lost, TaskID(rawValue: "task_3"))
    }

    @Test func noPostLeavesBeforeTheJournalSaysSo() async throws {
        try await Service.with { service in
            let poller = try PollerHarness(service, in: folder)
            try await eventually { poller.isLeader }
            try journal.refuse("UPDATE ON task WHEN NEW.state = 'sending'")
            poller.worker.send(.submit([.quick()]))
            try await eventually { poller.troubles.count > 1 }
            #expect(service.entries(.accepted).isEmpty && service.entries(.refused).isEmpty)
            try journal.allow()
            try await eventually { try poller.task().task.state == .success }
            #expect(service.entries(.accepted).count == 1)
        }
    }

    @Test func aNewLeaderSendsNothingBeforeTheJournalSaysSo() async throws {
        try await Service.with { service in
            _ = try journal.insert([.quick()], at: SteadyClock().now)
            try journal.refuse("UPDATE ON task WHEN NEW.state = 'sending'")
            let poller = try PollerHarness(service, in: folder)
            try await eventually { poller.troubles.count > 1 }
            #expect(!poller.isLeader)
            #expect(service.entries(.accepted).isEmpty && service.entries(.refused).isEmpty)
            try journal.allow()
            try await eventually { try poller.task().task.state == .success }
            #expect(service.entries(.accepted).count == 1)
        }
    }

    @Test func aJournalThatIsDeletedWhileInUseIsSaidAndNothingIsSent() async throws {
        try await Service.with { service in
            let poller = try PollerHarness(service, in: folder)
            try await eventually { poller.isLeader }
            for name in folder.names where name.hasPrefix("journal.sqlite") {
                try FileManager.default.removeItem(atPath: "\(folder.path)/\(name)")
            }
            poller.worker.send(.submit([.quick()]))
            try await eventually { poller.refusals.contains { $0.contains("deleted or moved") } }
            #expect(service.entries(.accepted).isEmpty && service.entries(.refused).isEmpty)
        }
    }

    @Test func quittingDoesNotWaitForADiskForEver() async throws {
        try await Service.with { service in
            try journal.refuse("UPDATE ON task WHEN NEW.state = 'pending'")
            let poller = try PollerHarness(service, in: folder, submitting: [.quick()])
            try await eventually { !poller.troubles.isEmpty }
            let start = ContinuousClock.now
            #expect(await poller.stop() == .stopped)
            #expect(ContinuousClock.now - start < .seconds(60))
            let id = try #require(service.entries(.accepted).first?.taskId)
            #expect(poller.troubles.last?.contains("it was accepted as \(id)") == true)
            try journal.allow()
            let next = try PollerHarness(service, in: folder, until: .idle)
            #expect(await next.end() == .conditionMet)
            #expect(try next.task().task.state == .unknown)
            #expect(service.entries(.accepted).count == 1)
        }
    }
}

/// A line that accepts every submit and holds every poll until the test answers it: it failed.
private final class HeldLine: Sendable {
    private let waiting = Mutex<[CheckedContinuation<Void, Never>]>([])

    var polls: Int { waiting.withLock { $0.count } }

    func answer(_ poll: Int) { waiting.withLock { $0[poll - 1] }.resume() }

    var transport: Transport {
        { [self] call async throws(TransportError) in
            guard call.method == .get else { return .ok(#"{"taskId": "task_1"}"#) }
            guard call.url.contains("statusTask") else { return .ok("1") }
            await withCheckedContinuation { poll in waiting.withLock { $0.append(poll) } }
            return .ok(#"{"taskId": "task_1", "state": "failed", "failCode": "X"}"#)
        }
    }
}

extension HTTPAnswer {
    fileprivate static func ok(_ data: String) -> HTTPAnswer {
        HTTPAnswer(status: 200, body: Array(#"{"code": 200, "data": \#(data)}"#.utf8))
    }
}

extension Journal {
    /// As a full disk would, but for writes of one kind.
    fileprivate func refuse(_ kind: String) throws {
        let sql = "CREATE TRIGGER refusal BEFORE \(kind) BEGIN SELECT RAISE(ABORT, 'full'); END"
        try write { db in try db.execute(sql: sql) }
    }

    fileprivate func allow() throws {
        try write { db in try db.execute(sql: "DROP TRIGGER refusal") }
    }

    fileprivate func isSettled(_ number: TaskNumber) throws -> Bool {
        guard case .unknown(let unknown) = try task(number)?.life else { return false }
        return unknown.isSettled
    }
}
