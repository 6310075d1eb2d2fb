import Apixo
import Coordination
import Tasks

extension Call {
    var plainWords: String {
        switch self {
        case .post(let number, _): "sends task \(number.rawValue)"
        case .poll(let number, _, let id): "polls task \(number.rawValue) (\(id.rawValue))"
        case .download(let file): "fetches a file of task \(file.id.task.rawValue)"
        }
    }
}

extension Answer {
    var plainWords: String {
        switch self {
        case .value(let id as TaskID): "HTTP 200, \(id.rawValue)"
        case .value(let report as TaskReport): report.plainWords
        case .value(let value): "\(value)"
        case .refused(let refusal): "HTTP \(refusal.status), refused"
        case .tooMany(let wait, _): "HTTP 429" + (wait.map { ", wait \(Int($0)) s" } ?? "")
        case .unclear(let unclear): "HTTP \(unclear.status), \(unclear.detail)"
        }
    }
}

extension Model {
    var plainWords: String {
        "\(id.rawValue) (\(limits.requestsPerMinute) a minute, \(limits.tasksAtOnce) at once)"
    }
}

extension TaskReport {
    fileprivate var plainWords: String {
        switch state {
        case .running(let phase): phase
        case .succeeded(let result): "success, \(result.urls.count) files"
        case .unreadable: "success, but resultJson holds no URL"
        case .failed(let failure): "failed, \(failure.code.rawValue)"
        }
    }
}

extension UserCommand {
    var plainWords: String {
        switch self {
        case .pollNow(let number): "poll task \(number.rawValue) now"
        case .called(let id): "\(id.rawValue) was called"
        case .downloadAgain(let number, _): "fetch the files of task \(number.rawValue) again"
        case .remove(let number): "take task \(number.rawValue) off the list"
        case .cancel(let number): "take task \(number.rawValue) back"
        case .markLost(let number): "count task \(number.rawValue) as lost"
        case .attach(let number, let id): "task \(number.rawValue) is \(id.rawValue)"
        case .confirm(let number, _): "send task \(number.rawValue), old as it is"
        case .resumeSending(let model): "go on with \(model?.rawValue ?? "every model")"
        }
    }
}

extension Report {
    var plainWords: String {
        switch self {
        case .submitted(let tasks): "submitted \(tasks.map(\.id.rawValue))"
        case .submitFailed(let text): "not submitted: \(text)"
        case .warning(let text): text
        case .leadership(let isLeader): isLeader ? "leads" : "follows"
        case .tasks(let tasks):
            tasks.map { "#\($0.task.id.rawValue) \($0.task.state.rawValue)" }.joined(
                separator: ", "
            )
        case .status(let status): status.plainWords
        case .submitAsks, .files, .window, .detail, .balance, .spending, .drafts,
            .journalChanged:
            "…"
        }
    }
}

extension Message {
    var plainWords: String {
        switch self {
        case .submit(let requests, _): "submit \(requests.count)"
        case .userCommand(let command): command.plainWords
        case .refreshBalance: "refresh the balance"
        case .ticked: "time has passed"
        case .ended(.sent(let number, _), _): "task \(number.rawValue) was sent"
        case .ended(.polled(let number, _), _): "task \(number.rawValue) was polled"
        case .ended(.downloaded(let file, _), _): "a file of task \(file.task.rawValue)"
        case .ended(.balanceAsked, _): "the balance was asked for"
        case .ended: "something ended"
        case .balanceAnswered(.answered(let answer)): "the balance: \(answer.plainWords)"
        case .balanceAnswered(.unreachable): "no balance"
        case .journalChanged: "the journal has changed"
        case .called(let id): "\(id.rawValue) is called back"
        case .receiving: "callbacks come in"
        case .cannotReceive: "callbacks cannot come in"
        case .leadershipWon: "the election is won"
        case .leadAgain: "try to lead again"
        case .suspend: "suspend"
        case .resume: "resume"
        case .stop: "stop"
        }
    }
}

extension EngineStatus {
    var plainWords: String {
        let queues = queues.map { queue in
            let wait = queue.wait.map { ", waits: \($0)" } ?? ""
            return "\(queue.model.rawValue) \(queue.live) live, \(queue.queued) queued\(wait)"
        }
        return (queues + [hold.map { "held: \($0.reason.rawValue)" }].compactMap(\.self))
            .joined(separator: "; ")
    }
}
