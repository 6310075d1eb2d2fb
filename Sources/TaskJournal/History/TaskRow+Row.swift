import Apixo
import GRDB
import Tasks

extension TaskRow {
    init(_ row: Row) throws(CorruptValue) {
        self.init(
            id: TaskNumber(rawValue: try row.value("id")),
            model: ModelID(rawValue: try row.value("model")),
            prompt: try row.value("prompt"),
            state: try TaskState(row),
            submittedAt: try row.moment("submittedAt"),
        )
        confirmedAt = try row.momentIfAny("confirmedAt")
        restoredAt = try row.momentIfAny("restoredAt")
        phase = try row.value("phase")
        acceptedAt = try row.momentIfAny("acceptedAt")
        endedAt = try row.momentIfAny("endedAt")
        costTime = try row.integerIfAny("costTime", in: Timestamp.possible)
        failCode = try row.value("failCode")
        isParked = try row.flag("isParked")
        isSettled = try row.flag("isSettled")
    }

    /// It has its place in the table all the same.
    static func unreadable(_ number: TaskNumber) -> TaskRow {
        var row = TaskRow(
            id: number,
            model: ModelID(rawValue: "?"),
            prompt: "this row of the journal cannot be read; it is kept",
            state: .unknown,
            submittedAt: Timestamp(0),
        )
        row.isReadable = false
        return row
    }
}
