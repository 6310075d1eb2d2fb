import Apixo
import GRDB
import Samples
import Tasks
import Testing

@testable import Coordination
@testable import Machine
@testable import TaskJournal

/// What a journal holds may have been written by anything.
struct CorruptRowTests {
    private let folder: TestFolder
    private let journal: Journal
    private let machine = BootTime(boot: "first", uptime: 1_000_000)
    private let now = Timestamp.start + 20

    init() throws {
        folder = try TestFolder()
        journal = try Journal(folder: folder.path)
    }

    private static let tables = [
        "task", "file", "look", "spent", "pause", "draft", "setting", "wish", "balance",
    ]

    @Test(arguments: tables)
    func noValueOfATableEndsTheProgramOrHidesATask(table: String) throws {
        let tasks = try fill()
        try execute("PRAGMA synchronous = OFF", "PRAGMA foreign_keys = OFF")
        try execute("CREATE TABLE spare AS SELECT * FROM \(table)")
        for column in try journal.read({ db in try db.columns(in: table).map(\.name) }) {
            for value in Self.values {
                try change(table, column, to: value)
                try check(tasks, "\(table).\(column) = \(value)")
                try execute("DELETE FROM \(table)", "INSERT INTO \(table) SELECT * FROM spare")
            }
        }
    }

    private static let values = [
        "NULL", "'abc'", "''", "'{'", "X''", "X'FF00'", "-1", "1.5", "1e300", "-9e999",
        "9223372036854775807", "-9223372036854775808", "253402300800000",
    ]

    private func check(_ tasks: [TrackedTask], _ what: String) throws {
        let journal = try Journal(folder: folder.path)
        var listed = 0
        try journal.forEachTask(in: nil) { _ in listed += 1 }
        let noted = journal.corruptRows.names.filter { $0.hasPrefix("task ") }.count
        #expect(listed + noted == tasks.count, "\(what): \(journal.corruptRows.names)")
        let window = try journal.window(WindowQuery(), at: now)
        #expect(window.rows.count == window.total, "\(what)")
        readTheRest(of: journal, [tasks[2].id, tasks[4].id, tasks[9].id])
        let queued = tasks.filter { $0.life == .queued }.map(\.request.prompt)
        for case .post(_, let request) in try takeUp(journal).calls {
            #expect(queued.contains(request.prompt), "\(what)")
        }
    }

    private func readTheRest(of journal: Journal, _ numbers: [TaskNumber]) {
        _ = try? journal.queued(after: TaskNumber(rawValue: 0))
        _ = try? journal.recentDurations()
        _ = try? journal.ledger(since: nil)
        _ = try? journal.drafts()
        _ = try? journal.setting("model")
        _ = try? journal.agree(on: "callback", "fresh")
        _ = try? journal.begin(TermID(rawValue: "a term"), for: "https://one.example")
        _ = try? journal.pendingCommands()
        try? journal.note(Balance(amount: 3, at: now))
        for number in numbers { _ = try? journal.detail(number) }
        _ = try? journal.task(TaskID(rawValue: "task_1"))
    }

    /// What the next start of the program decides.
    private func takeUp(_ journal: Journal) throws -> Decision {
        let gate = SpendGate()
        let spent = try journal.spending(by: gate, at: now, hasQueued: false)
        var engine = Engine(
            catalog: Catalog(models: [try .quick()]),
            limits: .none,
            spent: try journal.spent(at: now, on: machine),
            dailySpend: DailySpend(gate: gate, spent: spent, at: now),
            seed: 1,
        )
        let unknown = try journal.unknown(within: 3600, at: now, on: machine)
        return engine.resume(
            tasks: try journal.unfinished() + unknown,
            files: try journal.waitingFiles(),
            pauses: try journal.pauses(at: now, on: machine),
            at: now,
        )
    }

    @Test func anOddTaskIsToldOfOnceAndStaysAsItIs() throws {
        let tasks = try fill()
        try execute("UPDATE task SET submittedAt = 'abc' WHERE id = \(tasks[2].id.rawValue)")
        #expect(try journal.unfinished() == [tasks[0], tasks[1], tasks[3]])
        let news = try #require(journal.corruptRows.news)
        #expect(
            news.hasPrefix("1 row of the journal cannot be read; it is kept: task 3 (submitted")
        )
        _ = try takeUp(journal)
        #expect(journal.corruptRows.news == nil && journal.corruptRows.text == news)
        let row = try journal.window(WindowQuery()).rows.first { $0.id == tasks[2].id }
        #expect(row?.prompt.contains("cannot be read") == true && row?.state == .unknown)
        #expect(try value("SELECT submittedAt FROM task WHERE id = 3") == "abc".databaseValue)
        #expect(try value("SELECT state FROM task WHERE id = 3") == "pending".databaseValue)
    }

    @Test(arguments: ["sentAt = 1", "taskId = 'task_1'", "acceptedAt = 1"])
    func aQueuedTaskThatBearsSignsOfHavingBeenSentIsNotSent(sign: String) throws {
        let task = try journal.add(.queued)
        try execute("UPDATE task SET \(sign)")
        #expect(try takeUp(journal).calls.isEmpty)
        #expect(try journal.queued(after: TaskNumber(rawValue: 0)) == [])
        #expect(journal.corruptRows.names.count == 1 && task.id.rawValue == 1)
    }

    @Test(arguments: ["request = '{'", "state = 'abc'", "taskId = X'FF'", "looks = -1"])
    func anOddTaskCountsAgainstTheCapsAndInTheSum(change: String) throws {
        try journal.add(.running(Running(taskID: TaskID(rawValue: "a"), acceptedAt: .start)))
        try execute("UPDATE task SET units = 2, price = 35, unit = 'image', sentAt = \(sentAt)")
        try execute("UPDATE task SET \(change)")
        #expect(try journal.unfinished() == [])
        #expect(try spending() == Spending(tasks: 1, amount: Dollars(micros: 70)))
        let lines = try journal.ledger(since: nil)
        #expect(lines.map(\.tasks) == [1] && lines.first?.amount == Dollars(micros: 70))
    }

    @Test func sumsBeyondAllMeasureAreTheLargestThereAre() throws {
        for _ in 0..<3 { try journal.add(.sending(since: .start)) }
        try execute("UPDATE task SET units = \(Int.max), price = \(Int.max), unit = 'image'")
        #expect(try spending() == Spending(tasks: 3, amount: Dollars(micros: .max)))
        let line = try #require(try journal.ledger(since: nil).first)
        #expect(line.units == .max && line.amount == Dollars(micros: .max))
        // A negative price makes no room for others.
        try execute("UPDATE task SET price = -1 WHERE id > 1", "UPDATE task SET units = 1")
        try execute("UPDATE task SET price = 7 WHERE id = 1")
        #expect(try spending().amount == Dollars(micros: 7))
    }

    @Test func aPageOfOddTasksHidesNoneBehindIt() throws {
        _ = try journal.insert(Array(repeating: .quick(), count: 1200), at: .start)
        try execute("UPDATE task SET request = '{' WHERE id BETWEEN 100 AND 1150")
        var numbers: [Int] = []
        try journal.forEachTask(in: nil) { numbers.append($0.task.id.rawValue) }
        #expect(numbers == (1151...1200).reversed() + (1..<100).reversed())
        #expect(journal.corruptRows.names.count == 1051)
    }

    @Test func aCorruptCommandStaysAndTheOthersAreCarriedOut() throws {
        try journal.add(.pollNow(TaskNumber(rawValue: 1)))
        try execute("INSERT INTO wish (kind, task, text) VALUES ('abc', 1, '')")
        let pending = try journal.pendingCommands()
        #expect(pending.map(\.command) == [.pollNow(TaskNumber(rawValue: 1))])
        try journal.save(Decision(), carryingOut: pending, at: .start)
        #expect(try journal.pendingCommands() == [])
        #expect(try value("SELECT count(*) FROM wish") == 1.databaseValue)
        #expect(journal.corruptRows.names == ["wish 2 (kind)"])
    }
}

extension CorruptRowTests {
    private var sentAt: Int { Timestamp.start.milliseconds }

    private func spending() throws -> Spending {
        try journal.spending(by: SpendGate(), at: now, hasQueued: true)
    }

    private func value(_ sql: String) throws -> DatabaseValue? {
        try journal.read { db in try DatabaseValue.fetchOne(db, sql: sql) }
    }

    private func execute(_ statements: String...) throws {
        try journal.pool?.writeWithoutTransaction { db in
            for statement in statements { try db.execute(sql: statement) }
        }
    }

    /// Some values the schema itself refuses.
    private func change(_ table: String, _ column: String, to value: String) throws {
        do {
            try execute("UPDATE OR IGNORE \(table) SET \(column) = \(value)")
        } catch let error as DatabaseError where error.resultCode == .SQLITE_MISMATCH {
        }
    }

    /// A row or more in every table.
    private func fill() throws -> [TrackedTask] {
        let tasks = try Life.all.enumerated().map { place, life in
            try journal.add(life, .quick("\(place)"), on: machine)
        }
        var decision = Decision()
        let states: [ResultFile.State] = [
            .waiting(next: .start, tries: 2, reason: "HTTP 500"), .lost(reason: "gone"),
            .saved(path: "/results/1.png", bytes: 77),
        ]
        for (place, state) in states.enumerated() {
            var file = ResultFile.sample("https://a.example/1.png", state: state)
            file.id = FileID(task: tasks[4].id, number: place + 1)
            decision.files[file.id] = file
        }
        decision.polls = tasks.map { PollEntry(task: $0.id, at: .start, text: "HTTP 500") }
        decision.spent = [ModelID(rawValue: "quick"): 2]
        decision.pauses = [ModelID(rawValue: "other"): now + 10]
        try journal.save(decision, at: .start, on: machine)
        try journal.note(Balance(amount: 5, at: .start))
        try journal.save(Draft(model: ModelID(rawValue: "quick"), values: ["prompt": .text("a")]))
        try journal.set("model", "quick")
        try journal.begin(TermID(rawValue: "a term"), for: "https://one.example")
        for task in tasks { try journal.add(.downloadAgain(task.id, fileNumbers: [1])) }
        return tasks
    }
}
