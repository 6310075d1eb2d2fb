import Apixo
import Tasks

/// What is known of the selected task, and how far it is scrolled.
struct DetailPane: Sendable {
    private(set) var shown: TaskDetail?
    /// The request as indented JSON, made once; a long prompt is cut short.
    private(set) var requestText = ""
    var scroll = 0
    /// Answers already here, so that a move to the next row shows it whole at once.
    private var known: [TaskNumber: TaskDetail] = [:]
    private var recent: [TaskNumber] = []
    /// Since when their answers are awaited.
    private var asked: [TaskNumber: Timestamp] = [:]
    /// Asked for, and changed since.
    private var stale: Set<TaskNumber> = []

    private static let remembered = 32
    /// An answer that has not come by then is asked for again: the reading may have failed.
    private static let timeout = 5.0

    /// Shows a task, and asks for what is not known of it and of the rows beside it.
    mutating func select(
        _ number: TaskNumber?,
        beside neighbours: [TaskNumber],
        at now: Timestamp,
    ) -> [Effect] {
        if shown?.task.id != number { clear() }
        guard let number else { return [] }
        if shown == nil, let detail = known[number] { show(detail) }
        return ([number] + neighbours).filter { known[$0] == nil }.flatMap { ask($0, at: now) }
    }

    /// Asks once more: something has changed.
    mutating func refresh(_ number: TaskNumber?, at now: Timestamp) -> [Effect] {
        guard let number else { return [] }
        if asked[number] != nil { stale.insert(number) }
        return ask(number, at: now)
    }

    /// When to ask for this task once more.
    func due(_ number: TaskNumber?) -> Timestamp? {
        number.flatMap { asked[$0] }.map { $0 + Self.timeout }
    }

    mutating func retry(_ number: TaskNumber?, at now: Timestamp) -> [Effect] {
        guard let number, let due = due(number), due <= now else { return [] }
        return ask(number, at: now)
    }

    /// Another process wrote: what is known may be out of date.
    mutating func forget() {
        known = [:]
        recent = []
    }

    mutating func receive(
        _ detail: TaskDetail,
        selection: TaskNumber?,
        at now: Timestamp,
    ) -> [Effect] {
        let number = detail.task.id
        asked[number] = nil
        remember(detail)
        if number == selection { show(detail) }
        guard stale.remove(number) != nil else { return [] }
        return ask(number, at: now)
    }

    /// What the engine says is newer than what the journal said.
    mutating func receive(_ task: TrackedTask, selection: TaskNumber?) {
        known[task.id] = nil
        guard task.id == selection else { return }
        var detail = shown ?? TaskDetail(task: task)
        detail.task = task
        show(detail)
    }

    mutating func receive(_ files: [ResultFile]) {
        for file in files {
            known[file.id.task]?.receive(file)
            if shown?.task.id == file.id.task { shown?.receive(file) }
        }
    }

    private mutating func ask(_ number: TaskNumber, at now: Timestamp) -> [Effect] {
        if let since = asked[number], now.seconds(since: since) < Self.timeout { return [] }
        asked[number] = now
        stale.remove(number)
        return [.loadDetail(number)]
    }

    private mutating func remember(_ detail: TaskDetail) {
        let number = detail.task.id
        known[number] = detail
        recent.removeAll { $0 == number }
        recent.append(number)
        if recent.count > Self.remembered { known[recent.removeFirst()] = nil }
    }

    private mutating func show(_ detail: TaskDetail) {
        if detail.task.request != shown?.task.request {
            requestText = detail.task.request.outline
        }
        shown = detail
    }

    private mutating func clear() {
        shown = nil
        requestText = ""
        scroll = 0
        // An answer that never came must not keep a task from being asked for again.
        asked = [:]
    }
}

extension GenerateRequest {
    /// The request as indented JSON; the prompt stands above it in full.
    fileprivate var outline: String {
        guard prompt.count > 24 else { return json.prettyText }
        var short = self
        short.input["prompt"] = .text("\(prompt.prefix(20))…")
        return short.json.prettyText
    }
}

extension TaskDetail {
    fileprivate mutating func receive(_ file: ResultFile) {
        if let index = files.firstIndex(where: { $0.id == file.id }) {
            files[index] = file
        } else {
            files.append(file)
        }
    }
}
