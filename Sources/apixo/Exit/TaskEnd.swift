import Apixo
import Coordination
import Tasks

/// How a run left a task that it was to send or to wait for; the one place where that becomes an
/// exit code and a sentence.
struct TaskEnd {
    let detail: TaskDetail
    /// What kept the requests from the service, if anything did.
    let status: EngineStatus
    let run: RunEnd
    /// Whether its end was to be waited for.
    let isAwaited: Bool
    let rule: ConfirmRule

    fileprivate var text: TaskText { TaskText(detail: detail, rule: rule) }

    var code: ExitCode {
        guard let ending = detail.task.life.ending else { return codeOfLive }
        guard ending == .done else { return ending }
        let files = detail.files.map(\.ending)
        if files.contains(.notSaved) { return .notSaved }
        return isAwaited && files.contains(nil) ? .unfinished : .done
    }

    private var codeOfLive: ExitCode {
        let isQueued = detail.task.life == .queued
        if isQueued, text.confirm != nil { return .usage }
        if run == .outdated || run == .heldUp, isQueued || isAwaited { return .journal }
        if detail.isForOtherKey { return .key }
        if status.isKeyRefused, isQueued || isAwaited { return .key }
        if isQueued, let held = status.held(detail.task) { return held.code }
        if isQueued, stop != nil { return .unreachable }
        if isQueued, status.outage != nil, run != .stopped || !isAwaited { return .unreachable }
        return isAwaited || isQueued && run == .stopped ? .unfinished : .done
    }

    /// Why nothing of its model is sent, if that is so.
    private var stop: BrakeRecord.Stop? {
        status.queues.first { $0.model == detail.task.model }?.stop
    }

    private var name: String { "#\(detail.task.id.rawValue)" }

    /// For standard error; nil where the line on standard output says it all.
    var words: String? {
        switch code {
        case .done: nil
        case .key where detail.isForOtherKey: "\(name) is \(detail.waitForKey)"
        case .failed, .credits, .key:
            detail.task.life.ending == nil
                ? "\(waits): \(status.held(detail.task)?.reason ?? "the service refused the key")"
                : outcome
        case .unknown: "outcome unknown, not sent again: \(outcome ?? "")"
        case .unreachable:
            "\(waits): "
                + (stop.map { "\(detail.task.model.rawValue) is \($0.sentence)" }
                    ?? status.outage?.reason ?? "the service cannot be reached")
        case .unfinished: "\(name) \(standing); apixo wait \(detail.task.id.rawValue) waits for it"
        case .parked: "\(name) is parked: it runs longer than its model's tasks do; apixo poll asks"
        case .notSaved: "\(name) succeeded, but not every result is saved: \(warnings)"
        case .noURL:
            "\(name) succeeded, but no URL could be read from its resultJson; see apixo show"
        case .journal: "\(waits): \(run.words ?? "the journal cannot be used")"
        case .usage: text.confirm.map { "\(name) waits for your yes: \(rule.words(for: $0))" }
        case .cap: nil
        }
    }

    private var outcome: String? {
        guard let outcome = detail.task.life.outcome else { return nil }
        guard case .refused(let refusal, _) = detail.task.life, refusal.status != 0 else {
            return outcome
        }
        return "\(outcome). \(refusal.advice)"
    }

    private var waits: String {
        detail.task.life == .queued ? "\(name) stays queued" : "\(name) is not polled"
    }

    private var standing: String {
        let id = detail.task.life.taskID.map { " as \($0.rawValue)" } ?? ""
        return switch detail.task.life {
        case .queued: "stays queued until a program sends it"
        case .succeeded: "succeeded, its results are not here yet"
        case .sending, .running, .failed, .refused, .unknown:
            "is \(detail.task.state.rawValue)\(id) and goes on"
        }
    }

    private var warnings: String {
        detail.files.filter { $0.ending == .notSaved }.map(\.stateText).joined(separator: "; ")
    }
}

extension [TaskEnd] {
    var worst: ExitCode { ExitCode.worst(of: map(\.code)) }

    /// Prints each, and leaves as `leave` does.
    func tell(asJSON isJSON: Bool) throws {
        for end in self {
            let text = end.text
            // Several are a line each, so that a script can read them one by one.
            if isJSON, count > 1 {
                writeLine(text.json.lineForTerminal)
            } else {
                text.print(asJSON: isJSON)
            }
        }
        try leave()
    }

    /// Leaves with the worst of them, having said on standard error what became of each.
    func leave() throws {
        for words in compactMap(\.words) { writeError("apixo: \(words.lineForTerminal)") }
        if worst != .done { throw Exit(worst) }
    }
}
