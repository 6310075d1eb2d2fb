import Apixo
import GRDB
import Tasks

extension Journal {
    /// Writes down what the engine decided. Nothing of it may happen before this returns.
    func save(
        _ decision: Decision,
        at now: Moment,
        on machine: BootTime = .now,
    ) throws(JournalFault) {
        let hasNews = !decision.changed.isEmpty || !decision.files.isEmpty
        let hasTraffic = !decision.spent.isEmpty || !decision.pauses.isEmpty
        guard hasNews || hasTraffic || !decision.looks.isEmpty else { return }
        let change: @Sendable (Database) throws -> Void = { db in
            for task in decision.changed.values {
                try Self.update(task, db)
                if task.state == .unknown { try Self.note(task.id, on: machine, db) }
            }
            for file in decision.files.values { try file.save(db) }
            for look in decision.looks { try Self.add(look, db) }
            try Self.spend(decision.spent, at: now, on: machine, db)
            try Self.pause(decision.pauses, at: now, on: machine, db)
        }
        if hasNews { try write(change) } else { try writeLightly(change) }
    }

    public func task(_ number: TaskNumber) throws(JournalFault) -> TrackedTask? {
        try read { db in try Self.task(number, db) }
    }

    /// The newest task with a `taskId`.
    public func task(_ id: TaskID) throws(JournalFault) -> TrackedTask? {
        try read { db in
            try Row.fetchOne(
                db,
                sql: "SELECT * FROM task WHERE taskId = ? ORDER BY id DESC",
                arguments: [id.rawValue],
            )
            .flatMap(TrackedTask.init)
        }
    }

    /// Another task of the same model that has this `taskId`, on the list or not.
    func holder(
        of id: TaskID,
        besides task: TrackedTask,
    ) throws(JournalFault) -> TaskNumber? {
        try read { db in
            try Int.fetchOne(
                db,
                sql: "SELECT id FROM task WHERE taskId = ? AND model = ? AND id <> ?",
                arguments: [id.rawValue, task.model.rawValue, task.id.rawValue],
            )
            .map(TaskNumber.init)
        }
    }

    public func detail(_ number: TaskNumber) throws(JournalFault) -> TaskDetail? {
        guard let task = try task(number) else { return nil }
        var detail = TaskDetail(
            task: task,
            files: try files(of: number),
            looks: try looks(of: number),
        )
        if case .unknown(let unknown) = task.life {
            detail.balances = try balances(around: unknown)
        }
        return detail
    }

    public func files(of number: TaskNumber) throws(JournalFault) -> [ResultFile] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: "SELECT * FROM file WHERE task = ? ORDER BY number",
                arguments: [number.rawValue],
            )
            .map(ResultFile.init)
        }
    }

    func waitingFiles() throws(JournalFault) -> [ResultFile] {
        try read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM file WHERE state = 'waiting'")
                .map(ResultFile.init)
        }
    }

    public func unfinished() throws(JournalFault) -> [TrackedTask] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM task
                    WHERE state IN ('queued', 'sending', 'pending', 'processing')
                        AND isRemoved = 0 ORDER BY id
                    """,
            )
            .compactMap(TrackedTask.init)
        }
    }

    /// What has been queued since `number` was; numbers follow the order of the writing.
    func queued(after number: TaskNumber) throws(JournalFault) -> [TrackedTask] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM task
                    WHERE state IN ('queued', 'sending', 'pending', 'processing')
                        AND state = 'queued' AND isRemoved = 0 AND id > ? ORDER BY id
                    """,
                arguments: [number.rawValue],
            )
            .compactMap(TrackedTask.init)
        }
    }

    /// Submits that became unknown in the last `seconds` and may still be running at the service,
    /// on the list or not; noticed when a clock that now shows `now` would have shown it.
    func unknown(
        within seconds: Int,
        at now: Moment,
        on machine: BootTime = .now,
    ) throws(JournalFault) -> [TrackedTask] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT *, \(Self.age(byWall: "endedAt")) AS age FROM task
                    WHERE isRemoved IN (0, 1) AND rank = :rank AND age < :memory
                    """,
                arguments: Self.clocks(now, machine)
                    + ["rank": TaskState.unknown.rank, "memory": seconds * 1000],
            )
            .compactMap { row in
                guard var task = TrackedTask(row), case .unknown(var unknown) = task.life else {
                    return nil
                }
                unknown.noticedAt = Moment(now.milliseconds - (row["age"] as Int))
                task.life = .unknown(unknown)
                return task
            }
        }
    }

    /// Takes a task off the list if it may go, and says whether it did; the row stays, so that
    /// nothing is ever forgotten.
    @discardableResult
    func remove(_ number: TaskNumber) throws(JournalFault) -> Bool {
        try write { db in try Self.remove(number, db) }
    }

    static func remove(_ number: TaskNumber, _ db: Database) throws -> Bool {
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

    private static func task(_ number: TaskNumber, _ db: Database) throws -> TrackedTask? {
        try Row.fetchOne(
            db,
            sql: "SELECT * FROM task WHERE id = ?",
            arguments: [number.rawValue]
        )
        .flatMap(TrackedTask.init)
    }

    private func looks(of number: TaskNumber) throws(JournalFault) -> [LookEntry] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: "SELECT at, text FROM look WHERE task = ? ORDER BY rowid DESC LIMIT 200",
                arguments: [number.rawValue],
            )
            .reversed()
            .map { LookEntry(task: number, at: Moment($0["at"] as Int), text: $0["text"]) }
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

    private static func add(_ look: LookEntry, _ db: Database) throws {
        try db.execute(
            sql: "INSERT INTO look (task, at, text) VALUES (?, ?, ?)",
            arguments: [look.task.rawValue, look.at.milliseconds, look.text],
        )
    }
}

extension Journal {
    /// Every task on the list, newest first, a page at a time.
    public func forEachTask(
        in state: TaskState?,
        _ body: (TaskDetail) -> Void,
    ) throws(JournalFault) {
        var next = Int.max
        while true {
            let page = try page(before: next, in: state)
            for task in page {
                body(TaskDetail(task: task, files: try files(of: task.id)))
            }
            guard let last = page.last else { return }
            next = last.id.rawValue
        }
    }

    private func page(before id: Int, in state: TaskState?) throws(JournalFault) -> [TrackedTask] {
        try read { db in
            let condition = state.map { " AND rank = \($0.rank)" } ?? ""
            return try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM task WHERE isRemoved = 0 AND id < ?\(condition)
                    ORDER BY id DESC LIMIT 500
                    """,
                arguments: [id],
            )
            .compactMap(TrackedTask.init)
        }
    }
}
