import GRDB
import Tasks

extension TaskState {
    /// The order of the state column: what still moves stands first.
    var rank: Int {
        switch self {
        case .sending: 0
        case .processing: 1
        case .pending: 2
        case .queued: 3
        case .unknown: 4
        case .failed: 5
        case .refused: 6
        case .success: 7
        }
    }
}

extension TaskState {
    init(_ row: Row) throws(CorruptValue) {
        guard let state = TaskState(rawValue: try row.value("state")) else {
            throw CorruptValue(column: "state")
        }
        self = state
    }
}
