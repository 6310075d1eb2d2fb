import Coordination
import GRDB
import Tasks

extension Journal {
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
}
