import Apixo
import GRDB
import Tasks

extension Journal {
    /// Every task on the list, newest first, a page at a time.
    public func forEachTask(
        in state: TaskState?,
        _ body: (TaskDetail) -> Void,
    ) throws(JournalFault) {
        try read { db in try noteStrays(db) }
        var next: Int?
        repeat {
            let page = try page(upTo: next, in: state)
            for task in page.tasks {
                let files = try files(of: task.id)
                body(TaskDetail(task: task, files: files, balances: try balances(of: task)))
            }
            next = page.next
        } while next != nil
    }

    private func page(
        upTo id: Int?,
        in state: TaskState?,
    ) throws(JournalFault) -> (tasks: [TrackedTask], next: Int?) {
        let limit = 500
        return try read { db in
            let condition = state.map { " AND rank = \($0.rank)" } ?? ""
            var rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM task WHERE isRemoved = 0 AND id <= ?\(condition)
                    ORDER BY id DESC LIMIT \(limit + 1)
                    """,
                arguments: [id ?? Int.max],
            )
            // The first of the page that follows, which may be one that cannot be read.
            let next: Int? = rows.count > limit ? try rows.removeLast().value("id") : nil
            return (oddRows.read(rows, of: .task, TrackedTask.init), next)
        }
    }

    /// Every task decided on since then, oldest first, with whether it was removed from the list.
    public func forEachTask(
        since start: Moment,
        _ body: (TaskDetail, _ isRemoved: Bool) -> Void,
    ) throws(JournalFault) {
        try read { db in try noteStrays(db) }
        var last: Int? = 0
        while let id = last {
            let page = try page(after: id, since: start)
            for (task, isRemoved) in page.tasks {
                let files = try files(of: task.id)
                let detail = TaskDetail(task: task, files: files, balances: try balances(of: task))
                body(detail, isRemoved)
            }
            last = page.last
        }
    }

    private func page(
        after id: Int,
        since start: Moment,
    ) throws(JournalFault) -> (tasks: [(TrackedTask, Bool)], last: Int?) {
        try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM task WHERE id > ? AND submittedAt >= ? ORDER BY id LIMIT 500
                    """,
                arguments: [id, start.milliseconds],
            )
            let tasks = oddRows.read(rows, of: .task) { row throws(OddValue) in
                (try TrackedTask(row), try row.flag("isRemoved"))
            }
            return (tasks, try rows.last?.value("id"))
        }
    }

    /// Notes the tasks that no list shows, for their state or their being removed is no known one.
    func noteStrays(_ db: Database) throws {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT * FROM task WHERE isRemoved = 0 AND rank < \(TaskState.unknown.rank)
                    AND state NOT IN ('queued', 'sending', 'pending', 'processing')
                UNION ALL SELECT * FROM task WHERE isRemoved < 0
                UNION ALL SELECT * FROM task WHERE isRemoved > 0 AND isRemoved < 1
                UNION ALL SELECT * FROM task WHERE isRemoved > 1
                """,
        )
        _ = oddRows.read(rows, of: .task, TrackedTask.init)
    }
}
