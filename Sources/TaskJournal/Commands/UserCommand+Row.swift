import Apixo
import Coordination
import GRDB
import Tasks

extension UserCommand {
    var columns: (String, TaskNumber, String) {
        switch self {
        case .pollNow(let task): ("lookNow", task, "")
        case .called(let id): ("called", TaskNumber(rawValue: 0), id.rawValue)
        case .downloadAgain(let task, let numbers):
            ("downloadAgain", task, numbers.map(String.init).joined(separator: " "))
        case .remove(let task): ("remove", task, "")
        case .cancel(let task): ("cancel", task, "")
        case .markLost(let task): ("settle", task, "")
        case .attach(let task, let id): ("attach", task, id.rawValue)
        case .resumeSending(let model):
            ("resumeSending", TaskNumber(rawValue: 0), model?.rawValue ?? "")
        case .confirm(let task, let yes): ("confirm", task, "\(yes.milliseconds)")
        }
    }

    init(_ row: Row) throws(CorruptValue) {
        let task = TaskNumber(rawValue: try row.value("task"))
        let text: String = try row.value("text")
        switch try row.value("kind") as String {
        case "lookNow": self = .pollNow(task)
        case "called": self = .called(TaskID(rawValue: text))
        case "downloadAgain":
            self = .downloadAgain(
                task,
                fileNumbers: text.split(separator: " ").compactMap { Int($0) }
            )
        case "remove": self = .remove(task)
        case "cancel": self = .cancel(task)
        case "settle": self = .markLost(task)
        case "attach": self = .attach(task, TaskID(rawValue: text))
        case "resumeSending":
            self = .resumeSending(text.isEmpty ? nil : ModelID(rawValue: text))
        case "confirm":
            guard let yes = Int(text), Timestamp.possible.contains(yes) else {
                throw CorruptValue(column: "text")
            }
            self = .confirm(task, at: Timestamp(yes))
        default: throw CorruptValue(column: "kind")
        }
    }
}
