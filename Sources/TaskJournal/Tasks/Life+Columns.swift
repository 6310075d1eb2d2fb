import Apixo
import Tasks

extension Life {
    var columns: Columns {
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
