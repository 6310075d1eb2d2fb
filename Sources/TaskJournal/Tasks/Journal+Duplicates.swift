import Apixo
import GRDB
import Tasks

extension Journal {
    /// The first of the intents that asks for what may be billed already, here or among them.
    func duplicate(
        in intents: [Intent],
        at now: Timestamp,
        _ db: Database,
    ) throws -> Duplicate? {
        var places: [GenerateRequest: Int] = [:]
        for (place, intent) in intents.enumerated() {
            let request = intent.request
            if intent.isAgain { continue }
            if let earlier = places.updateValue(place, forKey: request.normalized) {
                return Duplicate(request: request, place: place, original: .earlier(earlier))
            }
            if let (number, state) = try same(as: request, at: now, db) {
                return Duplicate(request: request, place: place, original: .task(number, state))
            }
        }
        return nil
    }

    /// The newest task that asks for the same and is unknown, live, or was sent a short time ago.
    ///
    /// What was refused was never billed; what the user counts as lost was decided on.
    private func same(
        as request: GenerateRequest,
        at now: Timestamp,
        _ db: Database,
    ) throws -> (TaskNumber, TaskState)? {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT id, model, request, state FROM task
                WHERE digest = ? AND (
                    state IN ('queued', 'sending', 'pending', 'processing')
                    OR state = 'unknown' AND isSettled = 0
                    OR state <> 'refused' AND sentAt > ?
                ) ORDER BY id DESC LIMIT 20
                """,
            arguments: [request.digest, (now - Double(Duplicate.memory)).milliseconds],
        )
        for row in rows {
            let number = TaskNumber(rawValue: try row.value("id"))
            // What cannot be read may be the same.
            guard let other = try? GenerateRequest(row), let state = try? TaskState(row) else {
                return (number, .unknown)
            }
            if other.normalized == request.normalized { return (number, state) }
        }
        return nil
    }

    /// The task with this name of the user's, whatever has become of it.
    func task(_ ref: TaskRef, _ db: Database) throws -> TrackedTask? {
        let sql = "SELECT * FROM task WHERE ref = ?"
        guard let row = try Row.fetchOne(db, sql: sql, arguments: [ref.rawValue]) else {
            return nil
        }
        return try TrackedTask(row)
    }

    /// Gives the rows of before what the same requests are found by, where it may matter.
    static func addDigests(_ db: Database) throws {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT id, model, request FROM task
                WHERE state IN ('queued', 'sending', 'pending', 'processing', 'unknown')
                UNION SELECT id, model, request FROM (SELECT * FROM task ORDER BY id DESC LIMIT 1000)
                """,
        )
        for row in rows {
            guard let request = try? GenerateRequest(row) else { continue }
            try db.execute(
                sql: "UPDATE task SET digest = ? WHERE id = ?",
                arguments: [request.digest, row.stored("id")],
            )
        }
    }
}
