import Apixo
import Tasks

/// What is known of the selected task, and how far it is scrolled.
struct DetailPane: Sendable {
    private(set) var shown: TaskDetail?
    /// The request as indented JSON, made once.
    private(set) var requestText = ""
    var scroll = 0
    /// Asked for, not yet here; one question at a time.
    private var loading: TaskNumber?
    private var isStale = false

    /// Asks for everything about a task.
    mutating func load(_ number: TaskNumber?) -> [Effect] {
        guard let number else {
            clear()
            return []
        }
        if shown?.task.id != number { clear() }
        guard loading != number else {
            isStale = true
            return []
        }
        loading = number
        isStale = false
        return [.loadDetail(number)]
    }

    /// An answer about a task no longer selected is let go.
    mutating func take(_ detail: TaskDetail, selection: TaskNumber?) -> [Effect] {
        guard detail.task.id == selection else { return [] }
        loading = nil
        show(detail)
        return isStale ? load(selection) : []
    }

    /// What the engine says is newer than what the journal said.
    mutating func take(_ task: TrackedTask, selection: TaskNumber?) {
        guard task.id == selection else { return }
        var detail = shown ?? TaskDetail(task: task)
        detail.task = task
        show(detail)
    }

    mutating func take(_ files: [ResultFile]) {
        guard var detail = shown else { return }
        for file in files where file.id.task == detail.task.id {
            if let index = detail.files.firstIndex(where: { $0.id == file.id }) {
                detail.files[index] = file
            } else {
                detail.files.append(file)
            }
        }
        shown = detail
    }

    private mutating func show(_ detail: TaskDetail) {
        if detail.task.request != shown?.task.request {
            requestText = detail.task.request.json.prettyText
        }
        shown = detail
    }

    private mutating func clear() {
        shown = nil
        requestText = ""
        scroll = 0
        loading = nil
    }
}
