import Apixo
import Coordination
import GRDB
import Tasks

extension Journal {
    /// Every task on the list, newest first, a page at a time.
    public func forEachTask(
        in state: TaskState?,
        _ body: (TaskDetail) -> Void,
    ) throws(JournalError) {
        try forEachTask(of: TaskListing(state: state)) { detail in
            body(detail)
            return true
        }
    }

    /// Every task of a listing, a page at a time, as long as `body` wants more.
    public func forEachTask(
        of listing: TaskListing,
        _ body: (TaskDetail) -> Bool,
    ) throws(JournalError) {
        try read { db in try noteStrays(db) }
        var next: Int?
        repeat {
            let page = try page(from: next, of: listing)
            for var detail in page.tasks {
                detail.balances = try balances(of: detail.task)
                if !body(detail) { return }
            }
            next = page.next
        } while next != nil
    }

    private func page(
        from id: Int?,
        of listing: TaskListing,
    ) throws(JournalError) -> (tasks: [TaskDetail], next: Int?) {
        let limit = 500
        return try read { db in
            var rows = try Row.fetchAll(
                db,
                sql: "\(listing.sql) LIMIT \(limit + 1)",
                arguments: listing.arguments(from: id),
            )
            // The first of the page that follows, which may be one that cannot be read.
            let next: Int? = rows.count > limit ? try rows.removeLast().value("id") : nil
            let forOtherKey = try Self.queuedForOtherKey(db)
            let tasks = corruptRows.read(rows, of: .task) { row throws(CorruptValue) in
                let task = try TrackedTask(row)
                return TaskDetail(
                    task: task,
                    isRemoved: try row.flag("isRemoved"),
                    isForOtherKey: forOtherKey.contains(task.id),
                )
            }
            return (try withFiles(tasks, db), next)
        }
    }

    private func withFiles(_ tasks: [TaskDetail], _ db: Database) throws -> [TaskDetail] {
        let numbers = tasks.map { "\($0.task.id.rawValue)" }.joined(separator: ", ")
        let rows = try Row.fetchAll(
            db,
            sql: "SELECT * FROM file WHERE task IN (\(numbers)) ORDER BY task, number",
        )
        let files = corruptRows.read(rows, of: .file, ResultFile.init)
        let byTask = Dictionary(grouping: files, by: \.id.task)
        return tasks.map { detail in
            var detail = detail
            detail.files = byTask[detail.task.id] ?? []
            return detail
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
        _ = corruptRows.read(rows, of: .task, TrackedTask.init)
    }
}
