import Apixo
import Tasks

extension Call {
    var plainWords: String {
        switch self {
        case .post(let number, _): "sends task \(number.rawValue)"
        case .poll(let number, _, let id): "looks at task \(number.rawValue) (\(id.rawValue))"
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
        case .pollNow(let number): "look at task \(number.rawValue) now"
        case .called(let number, let id): "task \(number.rawValue), \(id.rawValue), was called"
        case .downloadAgain(let number): "fetch the files of task \(number.rawValue) again"
        case .remove(let number): "take task \(number.rawValue) off the list"
        case .settle(let number): "count task \(number.rawValue) as lost"
        case .attach(let number, let id): "task \(number.rawValue) is \(id.rawValue)"
        case .confirm(let number, _): "send task \(number.rawValue), old as it is"
        case .resumeSending(let model): "go on with \(model?.rawValue ?? "every model")"
        }
    }
}
