import GRDB
import Tasks

/// Which tasks to go through, and from which end.
public struct TaskListing: Sendable {
    public var state: TaskState?
    /// When they were submitted, at the earliest.
    public var since: Timestamp?
    public var isOldestFirst = false
    /// Whether those that the user took off the list are in it.
    public var hasRemoved = false

    public init(state: TaskState? = nil) { self.state = state }
}

extension TaskListing {
    func arguments(from id: Int?) -> StatementArguments {
        let start: StatementArguments = [id ?? (isOldestFirst ? Int.min : Int.max)]
        return since.map { start + [$0.milliseconds] } ?? start
    }

    /// A row whose moment cannot be is hidden only from those who ask for some moments.
    var sql: String {
        let (bound, order) = isOldestFirst ? (">=", "ASC") : ("<=", "DESC")
        var conditions = ["id \(bound) ?"]
        if since != nil { conditions.append("submittedAt >= ?") }
        if !hasRemoved { conditions.append("isRemoved = 0") }
        if let state { conditions.append("rank = \(state.rank)") }
        return """
            SELECT * FROM task WHERE \(conditions.joined(separator: " AND ")) ORDER BY id \(order)
            """
    }
}
