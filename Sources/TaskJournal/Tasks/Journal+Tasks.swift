import Apixo
import Coordination
import GRDB
import Machine
import Tasks

extension Journal {
    /// Writes down what the engine decided. Nothing of it may happen before this returns.
    ///
    /// - Parameters:
    ///   - term: Of the engine; without one, the caller holds the lock and sends nothing.
    ///   - commands: What it carries out; they leave the journal with it.
    func save(
        _ decision: Decision,
        of term: TermID? = nil,
        carryingOut commands: [PendingCommand] = [],
        at now: Timestamp,
        on machine: BootTime = .now,
    ) throws(JournalError) {
        let hasNews = !decision.changed.isEmpty || !decision.files.isEmpty || !commands.isEmpty
        let hasTraffic =
            !decision.spent.isEmpty || !decision.pauses.isEmpty || decision.movesBrakes
        guard hasNews || hasTraffic || !decision.polls.isEmpty else { return }
        let change: @Sendable (Database) throws -> Void = { [path] db in
            if let term { try Self.check(term, of: path, db) }
            for task in decision.changed.values {
                try Self.update(task, db)
                if task.state == .unknown { try Self.note(task.id, on: machine, db) }
            }
            for file in decision.files.values { try file.save(db) }
            for poll in decision.polls { try Self.add(poll, db) }
            try Self.spend(decision.spent, at: now, on: machine, db)
            try Self.pause(decision.pauses, at: now, on: machine, db)
            try Self.note(decision.brakes, at: now, on: machine, db)
            if let hold = decision.hold { try Self.note(hold, db) }
            if let ceiling = decision.ceiling {
                try Self.note(ceiling, at: now, on: machine, db)
            }
            try Self.drop(commands, db)
        }
        if hasNews { try write(change) } else { try writeLightly(change) }
    }

    public func task(_ number: TaskNumber) throws(JournalError) -> TrackedTask? {
        try read { db in try task(number, db) }
    }

    /// The newest task with a `taskId`.
    public func task(_ id: TaskID) throws(JournalError) -> TrackedTask? {
        try read { db in
            try Row.fetchOne(
                db,
                sql: "SELECT * FROM task WHERE taskId = ? ORDER BY id DESC",
                arguments: [id.rawValue],
            )
            .flatMap { corruptRows.read($0, of: .task, TrackedTask.init) }
        }
    }

    /// Another task of the same model that has this `taskId`, on the list or not.
    public func holder(
        of id: TaskID,
        besides task: TrackedTask,
    ) throws(JournalError) -> TaskNumber? {
        try read { db in
            try Int.fetchOne(
                db,
                sql: "SELECT id FROM task WHERE taskId = ? AND model = ? AND id <> ?",
                arguments: [id.rawValue, task.model.rawValue, task.id.rawValue],
            )
            .map(TaskNumber.init)
        }
    }

    public func detail(_ number: TaskNumber) throws(JournalError) -> TaskDetail? {
        guard let task = try task(number) else { return nil }
        return TaskDetail(
            task: task,
            files: try files(of: number),
            polls: try polls(of: number),
            balances: try balances(of: task),
            isRemoved: try isRemoved(number),
            isForOtherKey: try queuedForOtherKey().contains(number),
        )
    }

    private func isRemoved(_ number: TaskNumber) throws(JournalError) -> Bool {
        try read { db in
            let sql = "SELECT isRemoved FROM task WHERE id = ?"
            return try Bool.fetchOne(db, sql: sql, arguments: [number.rawValue]) ?? false
        }
    }

    func balances(of task: TrackedTask) throws(JournalError) -> BalanceEvidence {
        guard case .unknown(let unknown) = task.life else { return BalanceEvidence() }
        return try balances(around: unknown)
    }

    public func files(of number: TaskNumber) throws(JournalError) -> [ResultFile] {
        try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: "SELECT * FROM file WHERE task = ? ORDER BY number",
                arguments: [number.rawValue],
            )
            return corruptRows.read(rows, of: .file, ResultFile.init)
        }
    }

    public func waitingFiles() throws(JournalError) -> [ResultFile] {
        try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT *, EXISTS (SELECT * FROM task WHERE task.id = file.task) AS isOwned
                    FROM file WHERE state = 'waiting'
                    """,
            )
            return corruptRows.read(rows, of: .file) { row throws(CorruptValue) in
                // Nothing can be written down about a file that belongs to no task.
                guard try row.flag("isOwned") else { throw CorruptValue(column: "task") }
                return try ResultFile(row)
            }
        }
    }

    public func unfinished() throws(JournalError) -> [TrackedTask] {
        try read { db in
            try noteStrays(db)
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM task
                    WHERE state IN ('queued', 'sending', 'pending', 'processing')
                        AND isRemoved = 0 ORDER BY id
                    """,
            )
            return corruptRows.read(rows, of: .task, TrackedTask.init)
        }
    }

    /// What has been queued since `number` was; numbers follow the order of the writing.
    public func queued(after number: TaskNumber) throws(JournalError) -> [TrackedTask] {
        try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM task
                    WHERE state IN ('queued', 'sending', 'pending', 'processing')
                        AND state = 'queued' AND isRemoved = 0 AND id > ? ORDER BY id
                    """,
                arguments: [number.rawValue],
            )
            return corruptRows.read(rows, of: .task, TrackedTask.init)
        }
    }

    /// Submits that became unknown in the last `seconds` and may still be running at the service,
    /// on the list or not; noticed when a clock that now shows `now` would have shown it.
    func unknown(
        within seconds: Int,
        at now: Timestamp,
        on machine: BootTime = .now,
    ) throws(JournalError) -> [TrackedTask] {
        try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT *, \(Self.age(byWall: "endedAt")) AS age FROM task
                    WHERE isRemoved IN (0, 1) AND rank = :rank AND age < :memory
                    """,
                arguments: Self.clocks(now, machine)
                    + ["rank": TaskState.unknown.rank, "memory": seconds * 1000],
            )
            let tasks = corruptRows.read(rows, of: .task) { row throws(CorruptValue) in
                var task = try TrackedTask(row)
                guard case .unknown(var unknown) = task.life else { return nil as TrackedTask? }
                unknown.noticedAt = Timestamp(now.milliseconds - (try row.count("age")))
                task.life = .unknown(unknown)
                return task
            }
            return tasks.compactMap(\.self)
        }
    }

    /// Takes a task off the list if it may go, and says whether it did; the row stays, so that
    /// nothing is ever forgotten.
    @discardableResult
    func remove(_ number: TaskNumber, of term: TermID? = nil) throws(JournalError) -> Bool {
        try write { db in
            if let term { try Self.check(term, of: path, db) }
            return try remove(number, db)
        }
    }

    func remove(_ number: TaskNumber, _ db: Database) throws -> Bool {
        guard try task(number, db)?.isRemovable == true else { return false }
        // A queued task that was taken back is gone before it was sent.
        try db.execute(
            sql: """
                UPDATE task SET isRemoved = 1,
                    rank = CASE state WHEN 'queued' THEN ? ELSE rank END,
                    status = CASE state WHEN 'queued' THEN 0 ELSE status END,
                    failMsg = CASE state WHEN 'queued' THEN 'taken back' ELSE failMsg END,
                    state = CASE state WHEN 'queued' THEN 'refused' ELSE state END
                WHERE id = ?
                """,
            arguments: [TaskState.refused.rank, number.rawValue],
        )
        return true
    }

    func task(_ number: TaskNumber, _ db: Database) throws -> TrackedTask? {
        try Row.fetchOne(
            db,
            sql: "SELECT * FROM task WHERE id = ?",
            arguments: [number.rawValue]
        )
        .flatMap { corruptRows.read($0, of: .task, TrackedTask.init) }
    }

    /// Where the log of a task's polls ends; 0 without one.
    public func lastPoll(of number: TaskNumber) throws(JournalError) -> Int {
        try read { db in
            let sql = "SELECT max(rowid) FROM look WHERE task = ?"
            return try Int.fetchOne(db, sql: sql, arguments: [number.rawValue]) ?? 0
        }
    }

    private func polls(of number: TaskNumber) throws(JournalError) -> [PollEntry] {
        try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: "SELECT rowid, * FROM look WHERE task = ? ORDER BY rowid DESC LIMIT 200",
                arguments: [number.rawValue],
            )
            return corruptRows.read(rows.reversed(), of: .poll) { row throws(CorruptValue) in
                PollEntry(task: number, at: try row.moment("at"), text: try row.value("text"))
            }
        }
    }

    private static func update(_ task: TrackedTask, _ db: Database) throws {
        let columns = task.lifeColumns
        let names = columns.keys.sorted()
        let settings = names.map { "\($0) = ?" }.joined(separator: ", ")
        try db.execute(
            sql: "UPDATE task SET \(settings) WHERE id = ?",
            arguments: StatementArguments(names.map { columns[$0] ?? nil } + [task.id.rawValue]),
        )
    }

    /// A clock that is set later cannot move this moment.
    private static func note(_ number: TaskNumber, on machine: BootTime, _ db: Database) throws {
        try db.execute(
            sql: "UPDATE task SET boot = ?, uptime = ? WHERE id = ? AND uptime IS NULL",
            arguments: [machine.boot, machine.uptime, number.rawValue],
        )
    }

    private static func add(_ poll: PollEntry, _ db: Database) throws {
        try db.execute(
            sql: "INSERT INTO look (task, at, text) VALUES (?, ?, ?)",
            arguments: [poll.task.rawValue, poll.at.milliseconds, poll.text],
        )
    }
}
