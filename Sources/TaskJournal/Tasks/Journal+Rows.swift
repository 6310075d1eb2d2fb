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

extension Life {
    fileprivate var columns: Columns {
        switch self {
        case .queued: ["sentAt": nil as Int?]
        case .sending(let since): ["sentAt": since.milliseconds]
        case .running(let running):
            [
                "phase": running.phase, "acceptedAt": running.acceptedAt.milliseconds,
                "looks": running.polls, "isParked": running.isParked,
                // Where the task was unknown before, that is not forgotten while it is in doubt.
                "why": running.claim?.evidence.reason ?? running.warning,
                "endedAt": running.claim?.evidence.noticedAt.milliseconds,
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
                "evidence": refusal.evidence?.json.text,
            ]
        case .unknown(let unknown):
            [
                "sentAt": unknown.sentAt.milliseconds, "endedAt": unknown.noticedAt.milliseconds,
                "why": unknown.reason, "isSettled": unknown.isSettled,
                "evidence": unknown.answer?.json.text,
                // It may have been watched under a taskId that was none of its own.
                "acceptedAt": nil as Int?, "phase": nil as String?,
            ]
        }
    }
}

extension Finished {
    fileprivate var columns: Columns {
        [
            "acceptedAt": acceptedAt.milliseconds, "endedAt": endedAt.milliseconds,
            "looks": polls, "isParked": false, "why": nil as String?,
        ]
    }
}

extension Refusal.Reason {
    private static let words: [(Refusal.Reason, String)] = [
        (.badRequest, "badRequest"), (.noCredits, "noCredits"), (.badKey, "badKey"),
        (.forbidden, "forbidden"), (.notFound, "notFound"), (.other, "other"),
    ]

    fileprivate var word: String { Self.words.first { $0.0 == self }?.1 ?? "other" }

    init(word: String) { self = Self.words.first { $0.1 == word }?.0 ?? .other }
}

extension ResultFile {
    func save(_ db: Database) throws {
        var (word, next, tries, reason, path, bytes) =
            ("waiting", nil as Int?, 0, nil as String?, nil as String?, nil as Int?)
        switch state {
        case .waiting(let at, let count, let problem):
            (next, tries, reason) = (at.milliseconds, count, problem)
            (path, bytes) = (kept?.path, kept?.bytes)
        case .saved(let place, let size): (word, reason, path, bytes) = ("saved", note, place, size)
        case .lost(let problem): (word, reason) = ("lost", problem)
        }
        try db.execute(
            sql: """
                INSERT OR REPLACE INTO file
                    (task, number, url, expiresAt, state, next, tries, why, path, bytes)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                id.task.rawValue, id.number, url, expiresAt.milliseconds, word, next, tries, reason,
                path, bytes,
            ],
        )
    }
}
