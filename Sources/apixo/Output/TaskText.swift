import Apixo
import App
import Foundation
import Machine
import Tasks

/// A task as the command line prints it.
struct TaskText {
    let detail: TaskDetail
    let rule: ConfirmRule
    /// Why it is not sent before a yes; nil for what may be.
    let confirm: ConfirmRule.Reason?

    init(detail: TaskDetail, rule: ConfirmRule, at now: Timestamp = SteadyClock().now) {
        self.detail = detail
        self.rule = rule
        confirm = detail.isRemoved ? nil : rule.reason(toHold: detail.task, at: now)
    }

    /// With the API's names; what is not known is null.
    var json: JSON {
        let task = detail.task
        var members: [String: JSON] = [
            "id": .integer(task.id.rawValue),
            "ref": .maybe(task.ref?.rawValue),
            "taskId": .maybe(task.life.taskID?.rawValue),
            "model": .string(task.model.rawValue),
            "state": .string(task.state.rawValue),
            "parked": .bool(task.life.running?.isParked == true),
            "submittedAt": .integer(task.submittedAt.milliseconds),
            "confirm": .maybe(confirm?.rawValue),
            "confirmedAt": .maybe(task.confirmedAt?.milliseconds),
            "createTime": .maybe(task.times.createTime),
            "completeTime": .maybe(task.times.completeTime),
            "costTime": .maybe(task.times.costTime),
            "resultUrls": .array(task.life.resultURLs.map(JSON.string)),
            "files": .array(savedFiles.map(JSON.string)),
            "request": task.request.json,
            "unit": .maybe(task.bill?.unit.rawValue),
            "units": .maybe(task.bill?.units),
            "resultJson": .maybe(task.life.resultJSON),
            "evidence": task.evidence?.json ?? .null,
            "removed": .bool(detail.isRemoved),
            "otherKey": .bool(detail.isForOtherKey),
            "usd": (task.bill?.amount).map { .number($0.amount) } ?? .null,
        ]
        members.merge(failure) { $1 }
        return .object(members)
    }

    private var savedFiles: [String] {
        detail.files.compactMap { $0.saved?.path }
    }

    private var failure: [String: JSON] {
        switch detail.task.life {
        case .failed(_, let failure):
            ["failCode": .string(failure.code.rawValue), "failMsg": .string(failure.message)]
        case .refused(let refusal, _):
            [
                "failCode": .maybe(refusal.failCode?.rawValue),
                "failMsg": .string(refusal.message),
                "status": .integer(refusal.status),
            ]
        case .unknown(let unknown):
            [
                "failCode": .null, "failMsg": .string(unknown.reason),
                "sentAt": .integer(unknown.sentAt.milliseconds),
                "noticedAt": .integer(unknown.noticedAt.milliseconds),
                "balanceBefore": detail.balances.before.map { .number($0.amount) } ?? .null,
                "balanceAfter": detail.balances.after.map { .number($0.amount) } ?? .null,
            ]
        case .queued, .sending, .running, .succeeded: ["failCode": .null, "failMsg": .null]
        }
    }

    /// What is parked runs on over there, as far as anybody knows.
    private var state: String {
        if confirm != nil { return "asks" }
        return detail.task.life.running?.isParked == true ? "parked" : detail.task.state.rawValue
    }

    /// What stands in the way of a request that asks, and what to do.
    private var question: String? {
        guard let confirm else { return nil }
        let id = detail.task.id.rawValue
        return """
            waits for your yes: \(rule.words(for: confirm)) (\(detail.task.decidedAt.text)); apixo \
            confirm \(id) sends it, apixo cancel \(id) takes it back
            """
    }

    /// One line for a list.
    var line: String {
        let task = detail.task
        let cost = task.times.costTime.map { "\(Double($0 / 100) / 10) s" } ?? "-"
        let prompt = task.request.prompt.split(whereSeparator: \.isNewline).joined(separator: " ")
        return [
            "#\(task.id.rawValue)".padded(6), state.padded(10),
            task.model.rawValue.padded(18), cost.padded(9),
            question ?? detail.waitReason ?? String(prompt.prefix(60)),
        ].joined(separator: " ").lineForTerminal
    }

    /// The result of a command that is about one task.
    func print(asJSON isJSON: Bool) { writeLine(isJSON ? json.forTerminal : line) }

    private static func words(for balance: Balance?) -> String {
        balance.map { "balance \(Dollars($0.amount)) USD at \($0.at.text)" } ?? "balance not known"
    }

    /// Everything, for a reader.
    var report: String {
        let task = detail.task
        var lines = [
            "task         #\(task.id.rawValue)",
            "taskId       \(task.life.taskID?.rawValue ?? "-")",
            "ref          \(task.ref?.rawValue ?? "-")",
            "model        \(task.model.rawValue)",
            "state        \(state)",
            "submittedAt  \(task.submittedAt.text)",
            "confirmedAt  \(task.confirmedAt?.text ?? "-")",
            "createTime   \(task.times.createTime.map { Timestamp(milliseconds: $0).text } ?? "-")",
            "completeTime \(task.times.completeTime.map { Timestamp(milliseconds: $0).text } ?? "-")",
            "costTime     \(task.times.costTime.map { "\($0) ms" } ?? "-")",
        ]
        if detail.isForOtherKey { lines.append("waits        \(detail.waitForKey)") }
        if let bill = task.bill { lines.append("billed       \(bill)") }
        if let question { lines.append("confirm      it \(question)") }
        lines += task.life.explanation
        lines += task.evidence?.lines ?? []
        if case .unknown = task.life {
            for id in task.life.evidence?.taskIDs ?? [] {
                lines.append("hint         apixo attach \(task.id.rawValue) \(id.rawValue)")
            }
        }
        if case .unknown(let unknown) = task.life {
            lines.append("sent         \(unknown.sentAt.text)")
            lines.append("noticed      \(unknown.noticedAt.text)")
            lines.append("before       \(Self.words(for: detail.balances.before))")
            lines.append("after        \(Self.words(for: detail.balances.after))")
        }
        if let raw = task.life.resultJSON, task.life.resultURLs.isEmpty {
            lines += ["results      no URL could be read from resultJson:", "  \(raw)"]
        }
        for file in detail.files { lines += ["resultUrl    \(file.url)", "  \(file.stateText)"] }
        return lines.map(\.lineForTerminal).joined(separator: "\n") + "\nrequest      "
            + task.request.json.forTerminal
    }
}

extension JSON {
    static func maybe(_ text: String?) -> JSON { text.map(JSON.string) ?? .null }
    static func maybe(_ number: Int?) -> JSON { number.map(JSON.integer) ?? .null }
}

extension Evidence {
    fileprivate var lines: [String] {
        ["answer       HTTP \(status)"]
            + headers.sorted { $0.key < $1.key }.map { "  \($0.key): \($0.value)" }
            + ["  \(body.isEmpty ? "(no body)" : body)"]
    }
}

extension TaskDetail {
    /// Why a task is not sent that was queued with another key than the one in use.
    var waitForKey: String {
        """
        queued with another key: start apixo with that key, or take it back (x, or \
        apixo cancel \(task.id.rawValue))
        """
    }

    /// What went wrong with it or stands in its way.
    fileprivate var waitReason: String? {
        if isForOtherKey { return waitForKey }
        guard let running = task.life.running, running.isParked else { return task.life.outcome }
        return running.warning
    }
}

extension Life {
    /// What a success came with, in which no URL may have been found.
    var resultJSON: String? {
        guard case .succeeded(_, let result) = self else { return nil }
        return result.raw
    }

    var resultURLs: [String] {
        guard case .succeeded(_, let result) = self else { return [] }
        return result.urls
    }

    /// What went wrong, in a few words.
    var outcome: String? {
        switch self {
        case .failed(_, let failure): "\(failure.code.rawValue): \(failure.message)"
        case .refused(let refusal, _): "\(refusal.status): \(refusal.message)"
        case .unknown(let unknown): unknown.reason
        case .queued, .sending, .running, .succeeded: nil
        }
    }

    private static let parked =
        "advice       It is polled at every start and once an hour; apixo poll asks now."

    fileprivate var explanation: [String] {
        switch self {
        case .failed(_, let failure):
            [
                "failCode     \(failure.code.rawValue)", "failMsg      \(failure.message)",
                "meaning      \(failure.code.explanation?.meaning ?? "no page names this code")",
                "advice       \(failure.code.explanation?.advice ?? "see failMsg")",
            ]
        case .refused(let refusal, _):
            [
                "refused      HTTP \(refusal.status): \(refusal.message)",
                "advice       \(refusal.advice)",
            ]
        case .unknown(let unknown):
            [
                "unknown      \(unknown.reason)",
                "advice       It is never sent again by itself: look in the dashboard.",
            ]
        case .running(let running):
            (running.warning.map { ["last poll    \($0)"] } ?? [])
                + (running.isParked ? [Self.parked] : [])
        case .queued, .sending, .succeeded: []
        }
    }
}

extension ResultFile {
    var stateText: String {
        switch state {
        case .saved(let path, let bytes):
            "saved \(path) (\(bytes) bytes)" + (note.map { "; not fetched again: \($0)" } ?? "")
        case .waiting where kept != nil:
            "saved \(kept?.path ?? ""); being fetched again"
        case .waiting(_, let tries, let reason):
            reason.map { "not saved yet (\(tries) \(tries == 1 ? "try" : "tries")): \($0)" }
                ?? "to be fetched"
        case .lost(let reason): "not to be had: \(reason)"
        }
    }
}

extension String {
    func padded(_ count: Int) -> String {
        padding(toLength: max(count, self.count), withPad: " ", startingAt: 0)
    }
}
