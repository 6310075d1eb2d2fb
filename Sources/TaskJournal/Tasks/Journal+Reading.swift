import Apixo
import GRDB
import Tasks

extension TrackedTask {
    init(_ row: Row) throws(CorruptValue) {
        // Whether it is on the list is asked for in SQL.
        _ = try row.flag("isRemoved")
        self.init(
            id: TaskNumber(rawValue: try row.value("id")),
            request: try GenerateRequest(row),
            submittedAt: try row.moment("submittedAt"),
            bill: row.isNull("unit") || row.isNull("units") ? nil : try Bill(row),
            ref: try TaskRef(row),
            life: try Life(row),
        )
        if life == .queued { turnedAway = Evidence(row) }
        confirmedAt = try row.momentIfAny("confirmedAt")
        restoredAt = try row.momentIfAny("restoredAt")
    }
}

extension TaskRef {
    fileprivate init?(_ row: Row) throws(CorruptValue) {
        guard let text: String = try row.value("ref") else { return nil }
        guard let ref = TaskRef(rawValue: text) else { throw CorruptValue(column: "ref") }
        self = ref
    }
}

extension GenerateRequest {
    init(_ row: Row) throws(CorruptValue) {
        let model = ModelID(rawValue: try row.value("model"))
        if model.rawValue.isEmpty { throw CorruptValue(column: "model") }
        guard let json = JSON(parsing: try row.value("request") as String),
            let request = GenerateRequest(model: model, json: json)
        else { throw CorruptValue(column: "request") }
        self = request
    }
}

extension Bill {
    fileprivate init(_ row: Row) throws(CorruptValue) {
        guard let unit = Billing.Unit(rawValue: try row.value("unit")) else {
            throw CorruptValue(column: "unit")
        }
        let price = try row.integerIfAny("price", in: 0...Int.max)
        self.init(
            unit: unit,
            units: try row.integer("units", in: 0...Int.max),
            price: price.map(Dollars.init(micros:)),
        )
    }
}

extension Life {
    fileprivate init(_ row: Row) throws(CorruptValue) {
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

extension TaskState {
    init(_ row: Row) throws(CorruptValue) {
        guard let state = TaskState(rawValue: try row.value("state")) else {
            throw CorruptValue(column: "state")
        }
        self = state
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
    fileprivate init?(_ row: Row) {
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

extension ResultFile {
    init(_ row: Row) throws(CorruptValue) {
        self.init(
            id: FileID(
                task: TaskNumber(rawValue: try row.value("task")),
                number: try row.count("number"),
            ),
            url: try row.value("url"),
            expiresAt: try row.moment("expiresAt"),
            state: try State(row),
        )
        switch state {
        case .waiting: kept = try SavedFile(row)
        case .saved: note = try row.value("why")
        case .lost: break
        }
    }
}

extension SavedFile {
    fileprivate init?(_ row: Row) throws(CorruptValue) {
        if row.isNull("path") { return nil }
        let bytes = try row.integerIfAny("bytes", in: 0...Int.max)
        self.init(path: try row.value("path"), bytes: bytes ?? 0)
    }
}

extension ResultFile.State {
    fileprivate init(_ row: Row) throws(CorruptValue) {
        switch try row.value("state") as String {
        case "waiting":
            self = .waiting(
                next: try row.momentOrZero("next"),
                tries: try row.count("tries"),
                reason: try row.value("why"),
            )
        case "saved":
            let bytes = try row.integerIfAny("bytes", in: 0...Int.max)
            self = .saved(path: try row.text("path"), bytes: bytes ?? 0)
        case "lost": self = .lost(reason: try row.text("why"))
        default: throw CorruptValue(column: "state")
        }
    }
}

extension Row {
    fileprivate func momentOrZero(_ column: String) throws(CorruptValue) -> Timestamp {
        try momentIfAny(column) ?? Timestamp(0)
    }

    fileprivate func text(_ column: String) throws(CorruptValue) -> String {
        try value(column) ?? ""
    }
}
