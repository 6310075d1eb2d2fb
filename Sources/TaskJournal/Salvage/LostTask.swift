import GRDB
import Tasks

/// A task whose row cannot be read, as the indexes of the journal still know it.
struct LostTask {
    let number: Int
    private var model: String?
    private var rank: Int?
    private var isRemoved = 0
    private var taskID: String?
    private var sentAt: Int?

    private init(_ number: Int) { self.number = number }

    static func traces(of numbers: [Int], in source: Database) -> [LostTask] {
        guard !numbers.isEmpty else { return [] }
        var tasks = Dictionary(numbers.map { ($0, LostTask($0)) }) { $1 }
        read("id, model AS value", "task_model", "isRemoved IN (0, 1)", source) { id, value in
            tasks[id]?.model = String.fromDatabaseValue(value)
        }
        read("id, rank * 2 + isRemoved AS value", "task_state", "isRemoved IN (0, 1)", source) {
            let code = Int.fromDatabaseValue($1)
            tasks[$0]?.rank = code.map { $0 / 2 }
            tasks[$0]?.isRemoved = code.map { $0 % 2 } ?? 0
        }
        read("id, taskId AS value", "task_taskId", "taskId IS NOT NULL", source) { id, value in
            tasks[id]?.taskID = String.fromDatabaseValue(value)
        }
        read("id, sentAt AS value", "task_sent", "sentAt IS NOT NULL", source) { id, value in
            tasks[id]?.sentAt = Int.fromDatabaseValue(value)
        }
        return tasks.values.sorted { $0.number < $1.number }
    }

    /// Everything that one index holds, from its start and from its end up to what cannot be read.
    private static func read(
        _ columns: String,
        _ index: String,
        _ condition: String,
        _ source: Database,
        _ body: (Int, DatabaseValue) -> Void,
    ) {
        let key = [
            "task_model": "isRemoved, model, id", "task_state": "isRemoved, rank, id",
            "task_taskId": "taskId, id", "task_sent": "sentAt, id",
        ]
        for direction in ["ASC", "DESC"] {
            let order = (key[index] ?? "id").split(separator: ",").map { "\($0) \(direction)" }
            let sql = """
                SELECT \(columns) FROM task INDEXED BY \(index) WHERE \(condition)
                ORDER BY \(order.joined(separator: ", "))
                """
            guard let cursor = try? Row.fetchCursor(source, sql: sql) else { continue }
            while let row = (try? cursor.next()) ?? nil {
                guard let id = Int.fromDatabaseValue(row["id"]) else { continue }
                body(id, row["value"])
            }
        }
    }

    /// What was queued cannot be sent without its request; all else goes on as before.
    private var state: TaskState? {
        switch rank.flatMap({ rank in TaskState.allCases.first { $0.rank == rank } }) {
        case .queued: .refused
        case .pending, .processing: taskID == nil ? .unknown : .processing
        case let state: state
        }
    }

    private static let request = #"{"input":{"prompt":"(lost with a damaged page)"}}"#
    private static let reason = "its row was lost with a damaged page of the journal"

    /// False where too little is known.
    func write(to target: Database) throws -> Bool {
        guard let model, let state else { return false }
        let sent = sentAt ?? 0
        try target.execute(
            sql: """
                INSERT OR IGNORE INTO task (id, model, prompt, request, submittedAt, state, rank,
                    isRemoved, taskId, sentAt, acceptedAt, endedAt, status, why, failMsg)
                VALUES (?, ?, '(lost with a damaged page)', ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)
                """,
            arguments: [
                number, model, Self.request, sent, state.rawValue, state.rank, isRemoved, taskID,
                sentAt, taskID == nil ? nil : sent, state == .processing ? nil : sent,
                state == .unknown ? Self.reason : nil, state == .refused ? Self.reason : nil,
            ],
        )
        return target.changesCount > 0
    }
}
