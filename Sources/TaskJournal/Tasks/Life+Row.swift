import Apixo
import GRDB
import Tasks

extension Life {
    init(_ row: Row) throws(CorruptValue) {
        switch try TaskState(row) {
        case .queued:
            // What bears signs of having been sent is not sent again.
            for column in ["sentAt", "taskId", "acceptedAt"] where !row.isNull(column) {
                throw CorruptValue(column: column)
            }
            self = .queued
        case .sending: self = .sending(since: try row.momentOrZero("sentAt"))
        case .pending, .processing: self = .running(try Running(row))
        case .success:
            let raw: String? = try row.value("resultJson")
            self = .succeeded(try Finished(row), TaskResult(stored: raw ?? ""))
        case .failed: self = .failed(try Finished(row), try TaskFailure(row))
        case .refused: self = .refused(try Refusal(row), at: try row.momentOrZero("endedAt"))
        case .unknown: self = .unknown(try Unknown(row))
        }
    }
}

extension Running {
    fileprivate init(_ row: Row) throws(CorruptValue) {
        let id: String = try row.value("taskId")
        // Without it there is nothing to poll.
        if id.isEmpty { throw CorruptValue(column: "taskId") }
        self.init(
            taskID: TaskID(rawValue: id),
            acceptedAt: try row.momentOrZero("acceptedAt"),
            phase: try row.value("phase") ?? "pending",
        )
        createTime = try row.integerIfAny("createTime", in: Timestamp.possible)
        polls = try row.count("looks")
        isParked = try row.flag("isParked")
        if !row.isNull("endedAt") {
            claim = Claim(evidence: try Unknown(row))
        } else if isParked {
            // Of the others not every poll is written down.
            warning = try row.value("why")
        }
    }
}

extension Unknown {
    fileprivate init(_ row: Row) throws(CorruptValue) {
        self.init(
            sentAt: try row.momentOrZero("sentAt"),
            noticedAt: try row.momentOrZero("endedAt"),
            reason: try row.text("why"),
            answer: Evidence(row),
        )
        isSettled = try row.flag("isSettled")
    }
}

extension Finished {
    fileprivate init(_ row: Row) throws(CorruptValue) {
        self.init(
            taskID: TaskID(rawValue: try row.text("taskId")),
            acceptedAt: try row.momentOrZero("acceptedAt"),
            endedAt: try row.momentOrZero("endedAt"),
            times: TaskTimes(
                createTime: try row.integerIfAny("createTime", in: Timestamp.possible),
                completeTime: try row.integerIfAny("completeTime", in: Timestamp.possible),
                costTime: try row.integerIfAny("costTime", in: Timestamp.possible),
            ),
            polls: try row.count("looks"),
        )
    }
}

extension TaskResult {
    fileprivate init(stored raw: String) {
        self = TaskResult(resultJSON: raw) ?? TaskResult(urls: [], raw: raw)
    }
}

extension Evidence {
    /// None where it cannot be read: no task is given up for that.
    init?(_ row: Row) {
        guard let text = String.fromDatabaseValue(row.stored("evidence")),
            let json = JSON(parsing: text)
        else { return nil }
        self.init(json: json)
    }
}

extension TaskFailure {
    fileprivate init(_ row: Row) throws(CorruptValue) {
        self.init(
            code: FailCode(rawValue: try row.text("failCode")),
            message: try row.text("failMsg"),
        )
    }
}

extension Refusal {
    fileprivate init(_ row: Row) throws(CorruptValue) {
        let failCode: String? = try row.value("failCode")
        self.init(
            status: try row.value("status") ?? 0,
            reason: Reason(word: try row.text("why")),
            message: try row.text("failMsg"),
            failCode: failCode.map(FailCode.init),
        )
        evidence = Evidence(row)
    }
}
