import Apixo
import GRDB
import Tasks

/// Values by the names of their columns.
typealias Columns = [String: (any DatabaseValueConvertible)?]

extension TrackedTask {
    /// The columns that never change once written.
    var fixedColumns: Columns {
        [
            "model": model.rawValue,
            "prompt": request.prompt,
            "request": request.json.text,
            "digest": request.digest,
            "ref": ref?.rawValue,
            "submittedAt": submittedAt.milliseconds,
            "unit": bill?.unit.rawValue,
            "units": bill?.units,
            "price": bill?.price?.micros,
        ]
    }

    /// The columns that tell how far the task has come.
    var lifeColumns: Columns {
        var columns: Columns = [
            "state": state.rawValue,
            "rank": state.rank,
            "taskId": life.taskID?.rawValue,
            "createTime": times.createTime,
            "completeTime": times.completeTime,
            "costTime": times.costTime,
            "confirmedAt": confirmedAt?.milliseconds,
            "restoredAt": restoredAt?.milliseconds,
        ]
        columns.merge(life.columns) { $1 }
        if life == .queued { columns["evidence"] = turnedAway?.json.text }
        return columns
    }
}
