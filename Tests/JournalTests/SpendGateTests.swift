import Apixo
import Coordination
import GRDB
import Samples
import Tasks
import Testing

@testable import TaskJournal

/// Caps, sums and balances as the journal keeps them.
struct SpendGateTests {
    private let folder: TestFolder
    private let journal: Journal
    private let catalog: Catalog

    init() throws {
        folder = try TestFolder()
        journal = try Journal(folder: folder.path)
        var model = try Model.quick()
        model.billing.price = Dollars(0.035)
        catalog = Catalog(models: [model])
    }

    private func gate(_ change: (inout SpendCaps) -> Void) -> SpendGate {
        var caps = SpendCaps()
        change(&caps)
        return SpendGate(caps: caps)
    }

    private func insert(
        _ requests: [GenerateRequest],
        _ gate: SpendGate = SpendGate(),
        at now: Timestamp = .start,
    ) throws -> [TrackedTask] {
        try journal.insert(requests, of: catalog, through: gate, at: now)
    }

    /// Has it sent, and end in a way.
    private func end(_ task: TrackedTask, _ life: Life, at now: Timestamp = .start) throws {
        var task = task
        for life in [.sending(since: now), life] {
            task.life = life
            var decision = Decision()
            decision.changed[task.id] = task
            try journal.save(decision, at: now)
        }
    }

    @Test func nothingIsWrittenOverTheCap() throws {
        let gate = gate { $0.dayTasks = 2 }
        #expect(try insert([.quick()], gate).count == 1)
        do {
            _ = try insert([.quick(), .quick()], gate)
            Issue.record("three tasks passed a cap of two")
        } catch IntentError.cap(let cap) {
            #expect(cap == .dayTasks(2, used: 1))
        }
        #expect(try journal.unfinished().count == 1)
        #expect(try insert([.quick()], gate).count == 1)
    }

    @Test func programsThatWriteAtOnceDoNotPassTheCapTogether() async throws {
        let gate = gate { $0.dayTasks = 7 }
        let path = folder.path
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask { [catalog] in
                    guard let journal = try? Journal(folder: path) else { return }
                    for _ in 0..<5 {
                        _ = try? journal.insert(
                            [.quick()],
                            of: catalog,
                            through: gate,
                            at: .start
                        )
                    }
                }
            }
        }
        #expect(try journal.unfinished().count == 7)
    }

    @Test func whatWasRefusedOrTakenBackIsNotSpent() throws {
        let gate = gate { $0.dayAmount = Dollars(0.07) }
        let tasks = try insert([.quick(), .quick()], gate)
        try end(tasks[0], .refused(.sample(nil), at: .start))
        try journal.remove(tasks[1].id)
        #expect(try insert([.quick(count: 2)], gate).count == 1)
    }

    @Test func theNextDayBeginsAtNothing() throws {
        let gate = gate { $0.dayTasks = 1 }
        let task = try insert([.quick()], gate)[0]
        try end(task, .running(Running(taskID: TaskID(rawValue: "a"), acceptedAt: .start)))
        #expect(throws: IntentError.self) { try insert([.quick()], gate) }
        #expect(try insert([.quick()], gate, at: .start + 86_400).count == 1)
    }

    @Test func theBillStaysAsItWasDecidedOn() throws {
        let task = try insert([.quick(count: 3)])[0]
        let expected = Bill(unit: .image, units: 3, price: Dollars(0.035))
        #expect(task.bill == expected)
        #expect(try journal.task(task.id)?.bill == expected)
    }

    @Test func theLedgerCountsImagesThatWereMade() throws {
        let tasks = try insert([.quick(count: 4), .quick(), .quick(count: 2), .quick(), .quick()])
        let raw = #"{"resultUrls":["https://a.example/1.png","https://a.example/2.png"]}"#
        let result = try #require(TaskResult(resultJSON: raw))
        try end(tasks[0], .succeeded(.sample(TaskTimes()), result))
        try end(tasks[1], .failed(.sample(TaskTimes()), .sample))
        let unknown = Unknown(sentAt: .start, noticedAt: .start, reason: "no answer")
        try end(tasks[2], .unknown(unknown))
        try end(tasks[3], .refused(.sample(nil), at: .start))
        let lines = try journal.ledger(since: nil)
        #expect(lines.count == 1)
        let line = try #require(lines.first)
        #expect(line.tasks == 3 && line.failed == 1 && line.unknown == 1)
        #expect(line.unit == .image && line.units == 2 + 1 + 2)
        #expect(line.amount == Dollars(0.175))
        #expect(try journal.ledger(since: .start + 1).isEmpty)
    }

    @Test func anUnknownPriceMakesNoSum() throws {
        let task = try journal.insert([.quick()], of: Catalog(models: [.quick()]), at: .start)[0]
        try end(task, .failed(.sample(TaskTimes()), .sample))
        let line = try #require(try journal.ledger(since: nil).first)
        #expect(line.amount == nil && line.units == 1)
    }

    @Test func balancesBeforeAndAfterAreEvidence() throws {
        for (second, amount) in [(0, 9.0), (5, 9.0), (20, 8.5), (60, 8.46), (70, 8.46)] {
            try journal.note(Balance(amount: amount, at: .start + Double(second)))
        }
        let task = try insert([.quick()])[0]
        let unknown = Unknown(sentAt: .start + 30, noticedAt: .start + 40, reason: "no answer")
        try end(task, .unknown(unknown))
        let balances = try #require(try journal.detail(task.id)).balances
        #expect(balances.before == Balance(amount: 8.5, at: .start + 20))
        #expect(balances.after == Balance(amount: 8.46, at: .start + 60))
    }

    @Test func aBalanceThatStoodStillIsEvidenceToo() throws {
        for second in [0.0, 10, 50] {
            try journal.note(Balance(amount: 9, at: .start + second))
        }
        let unknown = Unknown(sentAt: .start + 20, noticedAt: .start + 30, reason: "no answer")
        let balances = try journal.balances(around: unknown)
        #expect(balances.before == Balance(amount: 9, at: .start + 20))
        #expect(balances.after == Balance(amount: 9, at: .start + 50))
        let later = Unknown(sentAt: .start + 60, noticedAt: .start + 70, reason: "no answer")
        #expect(try journal.balances(around: later).after == nil)
    }

    @Test func aJournalOfTheFirstVersionGoesOn() throws {
        let old = try TestFolder()
        let queue = try DatabaseQueue(path: "\(old.path)/journal.sqlite")
        try Journal.migrator.migrate(queue, upTo: "1")
        try queue.write { db in
            try db.execute(
                sql: """
                    INSERT INTO task (model, prompt, request, submittedAt, state, rank)
                    VALUES ('quick', 'a', ?, 5, 'queued', 3)
                    """,
                arguments: [GenerateRequest.quick().json.text],
            )
        }
        try queue.close()
        let journal = try Journal(folder: old.path)
        #expect(try journal.unfinished().map(\.bill) == [nil])
        #expect(try journal.ledger(since: nil).isEmpty)
    }
}
