import Apixo
import Coordination
import TaskJournal
import Tasks

extension Journal {
    /// The task meant by `12`, `#12` or a taskId.
    func find(_ text: String) throws -> TrackedTask {
        let digits = text.hasPrefix("#") ? String(text.dropFirst()) : text
        let found = try reading {
            if let number = Int(digits), let task = try task(TaskNumber(rawValue: number)) {
                return task as TrackedTask?
            }
            return try task(TaskID(rawValue: text))
        }
        if let found { return found }
        throw Exit.usage(corruptRows.text ?? "ID: there is no task \(text.lineForTerminal)")
    }

    func detail(of task: TrackedTask) throws -> TaskDetail {
        try reading { try detail(task.id) } ?? TaskDetail(task: task)
    }
}

extension TrackedTask {
    /// `#12`
    var name: String { "#\(id.rawValue)" }
}
