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
    package func save(
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
            try Self.refuseWhatIsOffTheList(decision, of: path, db)
            for task in decision.changed.values {
                try Self.update(task, db)
                if task.state == .unknown { try Self.note(task.id, on: machine, db) }
            }
            for file in decision.files.values { try file.save(db) }
            try Self.add(decision.polls, db)
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

    /// What another program took back, whatever way, is not sent.
    private static func refuseWhatIsOffTheList(
        _ decision: Decision,
        of path: String,
        _ db: Database,
    ) throws {
        let gone = try decision.changed.values.filter { $0.state == .sending }.map(\.id)
            .filter { number in
                let sql = "SELECT isRemoved FROM task WHERE id = ?"
                return try Bool.fetchOne(db, sql: sql, arguments: [number.rawValue]) == true
            }
        if !gone.isEmpty { throw JournalError.takenBack(path, gone.sorted()) }
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

    func task(_ number: TaskNumber, _ db: Database) throws -> TrackedTask? {
        try Row.fetchOne(
            db,
            sql: "SELECT * FROM task WHERE id = ?",
            arguments: [number.rawValue]
        )
        .flatMap { corruptRows.read($0, of: .task, TrackedTask.init) }
    }

    private static func update(_ task: TrackedTask, _ db: Database) throws {
        var columns = task.lifeColumns
        // What runs is on the list, whatever was done to it while it was unknown.
        if let running = task.life.running, !running.isParked { columns["isRemoved"] = false }
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
}
