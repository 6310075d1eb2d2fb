import Apixo
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

extension Moment {
    init(_ milliseconds: Int) { self.init(milliseconds: milliseconds) }
}

/// Values by the names of their columns.
typealias Columns = [String: (any DatabaseValueConvertible)?]

extension TrackedTask {
    /// The columns that never change once written.
    var fixedColumns: Columns {
        [
            "model": model.rawValue,
            "prompt": request.prompt,
            "request": request.json.text,
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
        ]
        columns.merge(life.columns) { $1 }
        return columns
    }

    init?(_ row: Row) {
        let model = ModelID(rawValue: row["model"])
        guard let json = JSON(parsing: row["request"] as String),
            let request = GenerateRequest(model: model, json: json), let life = Life(row)
        else { return nil }
        self.init(
            id: TaskNumber(rawValue: row["id"]),
            request: request,
            submittedAt: Moment(row["submittedAt"] as Int),
            bill: Bill(row),
            life: life,
        )
    }
}

extension Bill {
    fileprivate init?(_ row: Row) {
        guard let unit = (row["unit"] as String?).flatMap(Billing.Unit.init),
            let units = row["units"] as Int?
        else { return nil }
        self.init(
            unit: unit,
            units: units,
            price: (row["price"] as Int?).map(Dollars.init(micros:)),
        )
    }
}

extension Life {
    fileprivate var columns: Columns {
        switch self {
        case .queued: ["sentAt": nil as Int?]
        case .sending(let since): ["sentAt": since.milliseconds]
        case .running(let running):
            [
                "phase": running.phase, "acceptedAt": running.acceptedAt.milliseconds,
                "looks": running.looks, "isParked": running.isParked, "why": running.trouble,
                "endedAt": nil as Int?,
            ]
        case .succeeded(let finished, let result):
            finished.columns.merging([
                "resultJson": result.raw, "results": result.urls.count,
            ]) { $1 }
        case .failed(let finished, let failure):
            finished.columns.merging([
                "failCode": failure.code.rawValue, "failMsg": failure.message,
            ]) { $1 }
        case .refused(let refusal, let at):
            [
                "endedAt": at.milliseconds, "status": refusal.status, "why": refusal.reason.word,
                "failMsg": refusal.message, "failCode": refusal.failCode?.rawValue,
            ]
        case .unknown(let unknown):
            [
                "sentAt": unknown.sentAt.milliseconds, "endedAt": unknown.noticedAt.milliseconds,
                "why": unknown.why, "isSettled": unknown.isSettled,
                // It may have been watched under a taskId that was none of its own.
                "acceptedAt": nil as Int?, "phase": nil as String?,
            ]
        }
    }

    fileprivate init?(_ row: Row) {
        guard let state = TaskState(rawValue: row["state"]) else { return nil }
        switch state {
        case .queued: self = .queued
        case .sending: self = .sending(since: Moment(row["sentAt"] as Int? ?? 0))
        case .pending, .processing: self = .running(Running(row))
        case .success: self = .succeeded(Finished(row), TaskResult(stored: row["resultJson"] ?? ""))
        case .failed:
            let code = FailCode(rawValue: row["failCode"] ?? "")
            self = .failed(Finished(row), TaskFailure(code: code, message: row["failMsg"] ?? ""))
        case .refused: self = .refused(Refusal(row), at: Moment(row["endedAt"] as Int? ?? 0))
        case .unknown:
            var unknown = Unknown(
                sentAt: Moment(row["sentAt"] as Int? ?? 0),
                noticedAt: Moment(row["endedAt"] as Int? ?? 0),
                why: row["why"] ?? "",
            )
            unknown.isSettled = row["isSettled"]
            self = .unknown(unknown)
        }
    }
}

extension Running {
    fileprivate init(_ row: Row) {
        self.init(
            taskID: TaskID(rawValue: row["taskId"] ?? ""),
            acceptedAt: Moment(row["acceptedAt"] as Int? ?? 0),
            phase: row["phase"] ?? "pending",
        )
        createTime = row["createTime"]
        looks = row["looks"]
        isParked = row["isParked"]
    }
}

extension Finished {
    fileprivate var columns: Columns {
        [
            "acceptedAt": acceptedAt.milliseconds, "endedAt": endedAt.milliseconds,
            "looks": looks, "isParked": false, "why": nil as String?,
        ]
    }

    fileprivate init(_ row: Row) {
        self.init(
            taskID: TaskID(rawValue: row["taskId"] ?? ""),
            acceptedAt: Moment(row["acceptedAt"] as Int? ?? 0),
            endedAt: Moment(row["endedAt"] as Int? ?? 0),
            times: TaskTimes(
                createTime: row["createTime"],
                completeTime: row["completeTime"],
                costTime: row["costTime"],
            ),
            looks: row["looks"],
        )
    }
}

extension TaskResult {
    fileprivate init(stored raw: String) {
        self = TaskResult(resultJSON: raw) ?? TaskResult(urls: [], raw: raw)
    }
}

extension Refusal {
    fileprivate init(_ row: Row) {
        self.init(
            status: row["status"] ?? 0,
            reason: Reason(word: row["why"] ?? ""),
            message: row["failMsg"] ?? "",
            failCode: (row["failCode"] as String?).map(FailCode.init),
        )
    }
}

extension Refusal.Reason {
    private static let words: [(Refusal.Reason, String)] = [
        (.badRequest, "badRequest"), (.noCredits, "noCredits"), (.badKey, "badKey"),
        (.forbidden, "forbidden"), (.notFound, "notFound"), (.other, "other"),
    ]

    fileprivate var word: String { Self.words.first { $0.0 == self }?.1 ?? "other" }

    fileprivate init(word: String) { self = Self.words.first { $0.1 == word }?.0 ?? .other }
}

extension ResultFile {
    init(_ row: Row) {
        let state: State =
            switch row["state"] as String {
            case "saved": .saved(path: row["path"] ?? "", bytes: row["bytes"] ?? 0)
            case "lost": .lost(why: row["why"] ?? "")
            default:
                .waiting(
                    next: Moment(row["next"] as Int? ?? 0),
                    tries: row["tries"],
                    why: row["why"]
                )
            }
        self.init(
            id: FileID(task: TaskNumber(rawValue: row["task"]), number: row["number"]),
            url: row["url"],
            expiresAt: Moment(row["expiresAt"] as Int),
            state: state,
        )
    }

    func save(_ db: Database) throws {
        var (word, next, tries, why, path, bytes) =
            ("waiting", nil as Int?, 0, nil as String?, nil as String?, nil as Int?)
        switch state {
        case .waiting(let at, let count, let reason):
            (next, tries, why) = (at.milliseconds, count, reason)
        case .saved(let place, let size): (word, path, bytes) = ("saved", place, size)
        case .lost(let reason): (word, why) = ("lost", reason)
        }
        try db.execute(
            sql: "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                id.task.rawValue, id.number, url, expiresAt.milliseconds, word, next, tries, why,
                path, bytes,
            ],
        )
    }
}
