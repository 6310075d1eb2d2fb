import Apixo
import Coordination
import Foundation
import GRDB
import Samples
import Tasks
import Testing

@testable import Machine
@testable import TaskJournal

struct StoringTests {
    private let folder: TestFolder
    private let journal: Journal

    init() throws {
        folder = try TestFolder()
        journal = try Journal(folder: folder.path)
    }

    @Test func aDoubtedTaskIDIsDoubtedAfterARestart() throws {
        let unknown = Unknown(sentAt: .start, noticedAt: .start + 90, reason: "no answer in time")
        var task = try journal.add(.unknown(unknown))
        var running = Running(taskID: TaskID(rawValue: "guessed"), acceptedAt: .start)
        running.claim = Claim(evidence: unknown)
        task.life = .running(running)
        try journal.save(.changing([task]), at: .start + 100)
        let again = try Journal(folder: folder.path).task(task.id)?.life.running
        #expect(again?.claim?.evidence == unknown)
        running.claim = nil
        task.life = .running(running)
        try journal.save(.changing([task]), at: .start + 101)
        #expect(try journal.task(task.id)?.life.running?.claim == nil)
    }

    @Test func theLogOfPollsKeepsTheNewestOfEachTask() throws {
        let (short, long) = (try journal.add(.queued), try journal.add(.queued))
        try log(3, of: short)
        let end = try journal.lastPoll(of: short.id)
        try log(450, of: long)
        #expect(try polls(of: short) == ["1", "2", "3"])
        #expect(try polls(of: long) == (251...450).map(String.init))
        #expect(try journal.lastPoll(of: short.id) == end)
        #expect(try journal.lastPoll(of: long.id) == end + 450)
    }

    /// Some at a time, as an engine does.
    private func log(_ count: Int, of task: TrackedTask) throws {
        for start in stride(from: 1, through: count, by: 7) {
            var decision = Decision()
            decision.polls = (start...min(count, start + 6)).map { number in
                PollEntry(task: task.id, at: .start + Double(number), text: "\(number)")
            }
            try journal.save(decision, at: .start)
        }
    }

    private func polls(of task: TrackedTask) throws -> [String] {
        try journal.read { db in
            let sql = "SELECT text FROM look WHERE task = ? ORDER BY rowid"
            return try String.fetchAll(db, sql: sql, arguments: [task.id.rawValue])
        }
    }

    @Test func anIntentIsThereAfterReopening() throws {
        let task = try journal.insert([.quick("a lake\nin the rain 🌧")], at: .start)[0]
        #expect(try Journal(folder: folder.path).task(task.id) == task)
    }

    @Test func intentsAreNumberedInTheirOrder() throws {
        let tasks = try journal.insert([.quick("one"), .quick("two"), .quick("three")], at: .start)
        #expect(tasks.map(\.request.prompt) == ["one", "two", "three"])
        #expect(tasks.map(\.id) == tasks.map(\.id).sorted())
    }

    @Test(arguments: Life.all)
    func everyLifeComesBackAsItWasSaved(life: Life) throws {
        let task = try journal.add(life)
        #expect(try journal.task(task.id) == task)
        #expect(try journal.detail(task.id)?.task == task)
        if let id = life.taskID { #expect(try journal.task(id) == task) }
    }

    @Test(arguments: [
        ResultFile.State.waiting(next: .start, tries: 0, reason: nil),
        .waiting(next: .start + 3, tries: 2, reason: "HTTP 500"),
        .saved(path: "/results/1.png", bytes: 77), .lost(reason: "the result is not there"),
    ])
    func everyFileComesBackAsItWasSaved(state: ResultFile.State) throws {
        let task = try journal.add(.queued)
        var file = ResultFile.sample("https://a.example/1.png", state: state)
        file.id.task = task.id
        var decision = Decision()
        decision.files[file.id] = file
        try journal.save(decision, at: .start)
        #expect(try journal.files(of: task.id) == [file])
        #expect(try journal.waitingFiles() == (file.isWaiting ? [file] : []))
    }

    @Test func onlyTheUnfinishedAreTakenUpAgain() throws {
        for life in Life.all { try journal.add(life) }
        let lives = try journal.unfinished().map(\.life)
        #expect(lives == Array(Life.all.prefix(4)))
    }

    @Test func theLogOfPollsKeepsItsEnd() throws {
        let task = try journal.add(.queued)
        var decision = Decision()
        decision.polls = (1...250).map {
            PollEntry(task: task.id, at: .start + Double($0), text: "look \($0)")
        }
        try journal.save(decision, at: .start)
        let polls = try journal.detail(task.id)?.polls ?? []
        #expect(polls.count == 200)
        #expect(polls.last?.text == "look 250")
    }

    @Test func aRemovedTaskLeavesTheListAndStaysInTheJournal() throws {
        let task = try journal.add(.failed(.sample(TaskTimes()), .sample))
        try journal.remove(task.id)
        #expect(try journal.window(WindowQuery()).rows.isEmpty)
        #expect(try journal.task(task.id) == task)
    }

    @Test func whatIsRunningStaysOnTheList() throws {
        let running = Running(taskID: TaskID(rawValue: "task_1"), acceptedAt: .start)
        for life in [Life.sending(since: .start), .running(running)] {
            let task = try journal.add(life)
            #expect(try !journal.remove(task.id))
        }
        #expect(try journal.window(WindowQuery()).total == 2)
    }

    @Test func anUnknownTaskIsFoundByItsEndThoughItWasRemoved() throws {
        let late = Unknown(sentAt: .start - 7200, noticedAt: .start, reason: "no answer")
        let old = Unknown(sentAt: .start - 7200, noticedAt: .start - 7000, reason: "no answer")
        let task = try journal.add(.unknown(late))
        try journal.add(.unknown(old))
        let reboot = BootTime(boot: "second", uptime: 0)
        try journal.remove(task.id)
        #expect(try journal.unknown(within: 3600, at: .start + 1, on: reboot) == [task])
    }

    @Test(arguments: [-86_400.0, -30, 30, 86_400])
    func aClockThatIsSetMakesNoUnknownTaskOlderOrYounger(by seconds: Double) throws {
        let unknown = Unknown(sentAt: .start - 9, noticedAt: .start, reason: "no answer")
        let task = try journal.add(.unknown(unknown), on: BootTime(boot: "first", uptime: 1000))
        let (wall, machine) = (Timestamp.start + seconds, BootTime(boot: "first", uptime: 6000))
        var left = try journal.unknown(within: 3600, at: wall + 5, on: machine)
        #expect(left.map(\.life) == [.unknown(unknown.noticed(at: wall))])
        // Its loss is noticed once; what is written later says nothing of it.
        try journal.save(.changing([task]), at: wall + 5, on: machine)
        left = try journal.unknown(within: 3600, at: wall + 5, on: machine)
        #expect(left.map(\.life) == [.unknown(unknown.noticed(at: wall))])
        let later = BootTime(boot: "first", uptime: 3_700_000)
        #expect(try journal.unknown(within: 3600, at: wall + 3699, on: later) == [])
    }

    @Test func aQueuedTaskThatIsTakenBackIsNeverSent() throws {
        let task = try journal.add(.queued)
        try journal.remove(task.id)
        #expect(try journal.unfinished().isEmpty)
        #expect(try journal.task(task.id)?.state == .refused)
    }

    @Test func wishesAreReadInTheirOrderAndLeaveWithTheirEffect() throws {
        let number = try journal.add(.failed(.sample(TaskTimes()), .sample)).id
        let userCommands: [UserCommand] = [
            .pollNow(number), .downloadAgain(number, fileNumbers: [1, 3]),
            .downloadAgain(number, fileNumbers: []), .remove(number), .markLost(number),
            .attach(number, TaskID(rawValue: "task_9")),
        ]
        for userCommand in userCommands { try journal.add(userCommand) }
        let pending = try Journal(folder: folder.path).pendingCommands()
        #expect(pending.map(\.command) == userCommands)
        try journal.save(Decision(), carryingOut: pending, at: .start)
        #expect(try journal.pendingCommands() == [])
    }

    @Test func aTaskTakenBackIsOffTheListOnceTheCommandIsTaken() throws {
        let queued = try journal.add(.queued)
        let sending = try journal.add(.sending(since: .start))
        for task in [queued, sending] { try journal.add(.remove(task.id)) }
        #expect(try journal.removeAsked() == [queued.id])
        #expect(try journal.pendingCommands() == [])
        #expect(try journal.unfinished() == [sending])
    }

    @Test func aDraftReplacesTheOneBefore() throws {
        let model = ModelID(rawValue: "quick")
        for text in ["one", "two"] {
            try journal.save(Draft(model: model, values: ["prompt": .text(text)]))
        }
        #expect(try journal.drafts().map(\.values) == [["prompt": .text("two")]])
        try journal.set("model", "quick")
        #expect(try journal.setting("model") == "quick")
    }

    @Test func aTaskIDIsFoundAtItsNewestTask() throws {
        let life = Life.running(Running(taskID: TaskID(rawValue: "twice"), acceptedAt: .start))
        try journal.add(life)
        let second = try journal.add(life)
        #expect(try journal.task(TaskID(rawValue: "twice"))?.id == second.id)
        #expect(try journal.task(TaskID(rawValue: "never")) == nil)
    }

    @Test func twoProgramsWriteAtOnceAndNoneIsTurnedAway() async throws {
        let path = folder.path
        try await withThrowingTaskGroup { group in
            for _ in 0..<4 {
                group.addTask {
                    let journal = try Journal(folder: path)
                    for _ in 0..<40 { _ = try journal.insert([.quick()], at: .start) }
                }
            }
            try await group.waitForAll()
        }
        #expect(try journal.window(WindowQuery()).total == 160)
    }

    @Test func manyProgramsOpenANewJournalAtOnce() async throws {
        let fresh = try TestFolder()
        try await withThrowingTaskGroup { group in
            for _ in 0..<8 {
                group.addTask { _ = try Journal(folder: fresh.path).unfinished() }
            }
            try await group.waitForAll()
        }
    }
}

extension Unknown {
    fileprivate func noticed(at moment: Timestamp) -> Unknown {
        var unknown = self
        unknown.noticedAt = moment
        return unknown
    }
}
