import Apixo
import Tasks

extension Call {
    var plainWords: String {
        switch self {
        case .post(let number, _): "sends task \(number.rawValue)"
        case .look(let number, _, let id): "looks at task \(number.rawValue) (\(id.rawValue))"
        case .download(let file): "fetches a file of task \(file.id.task.rawValue)"
        }
    }
}

extension Answer {
    var plainWords: String {
        switch self {
        case .value(let value): "\(value)"
        case .refused(let refusal): "HTTP \(refusal.status), refused"
        case .tooMany(let wait): "HTTP 429" + (wait.map { ", wait \(Int($0)) s" } ?? "")
        case .unclear(let unclear): "HTTP \(unclear.status), \(unclear.detail)"
        }
    }
}

extension Model {
    var plainWords: String {
        "\(id.rawValue) (\(limits.requestsPerMinute) a minute, \(limits.tasksAtOnce) at once)"
    }
}
