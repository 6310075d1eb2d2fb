import Apixo
import Coordination
import GRDB
import Tasks

extension Journal {
    /// The durations of the newest successes, oldest first, to learn from.
    func recentDurations(limit: Int = 200) throws(JournalError) -> [(GenerateRequest, Int)] {
        try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT id, model, request, costTime FROM task
                    WHERE isRemoved = 0 AND rank = ? ORDER BY id DESC LIMIT ?
                    """,
                arguments: [TaskState.success.rank, limit],
            )
            let costs = corruptRows.read(rows.reversed(), of: .task) { row throws(CorruptValue) in
                (try GenerateRequest(row), try row.integerIfAny("costTime", in: Timestamp.possible))
            }
            return costs.compactMap { request, cost in cost.map { (request, $0) } }
        }
    }
}
