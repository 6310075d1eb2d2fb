import Coordination
import GRDB

extension ServiceClaim {
    func make(on path: String, _ db: Database) throws {
        let owner = try Journal.setting("service", db)
        if owner == service { return }
        if let owner {
            let waiting = try queued(db)
            guard mayTakeOver, waiting == 0 else {
                throw JournalError.otherService(path, owner: owner, waiting: waiting)
            }
        }
        try Journal.set("service", service, db)
    }

    /// What runs already is polled wherever the user says: a wrong place knows nothing of it.
    private func queued(_ db: Database) throws -> Int {
        try Int.fetchOne(
            db,
            sql: """
                SELECT count(*) FROM task
                WHERE state IN ('queued', 'sending', 'pending', 'processing')
                    AND state IN ('queued', 'sending') AND isRemoved = 0
                """,
        ) ?? 0
    }
}
