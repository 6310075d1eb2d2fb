import Apixo
import Tasks

extension AppState {
    /// What can be copied of the selected task. The key is in none of it.
    func copyMenu(_ row: TaskRow) -> Menu {
        var items: [Menu.Item] = []
        guard let detail = selectedTask else { return Menu(title: "Copy", items: []) }
        let urls = detail.urls.map(ClipboardText.url)
        for (index, url) in urls.enumerated() {
            let letter = index < 9 ? Character(String(index + 1)) : nil
            let what = urls.count == 1 ? "URL" : "URL \(index + 1)"
            items.append(.copy(what, url, letter: letter))
        }
        if urls.count > 1 {
            items.append(.copy("all URLs", urls.joined(separator: " "), letter: "a"))
        }
        if let id = detail.task.life.taskID {
            // What the service named it may hold what a shell obeys when it is pasted there.
            let text = ClipboardText.id(id.rawValue)
            let what = text == id.rawValue ? "taskId" : "taskId, without its odd characters,"
            items.append(.copy(what, text, letter: "t"))
        }
        let request = detail.task.request
        items.append(.copy("curl", request.curl(to: environment.endpoint), letter: "c"))
        items.append(.copy("prompt", ClipboardText.words(request.prompt), letter: "p"))
        items += paths(of: detail)
        return Menu(title: "Copy from #\(row.id.rawValue)", items: items)
    }

    private func paths(of detail: TaskDetail) -> [Menu.Item] {
        detail.files.compactMap { file in
            guard let path = file.saved?.path else { return nil }
            let isFirst = file.id.number == 1
            let what = detail.files.count == 1 ? "file" : "file \(file.id.number)"
            let text = ClipboardText.words(path).replacing("\n", with: "")
            return .copy(what, text, letter: isFirst ? "f" : nil)
        }
    }
}

extension TaskDetail {
    /// The parsed `resultUrls`, which exist only in success.
    var urls: [String] {
        guard case .succeeded(_, let result) = task.life else { return [] }
        return result.urls
    }
}

extension Menu.Item {
    private static let noteLength = 60

    fileprivate static func copy(
        _ what: String,
        _ text: String,
        letter: Character? = nil,
    ) -> Menu.Item {
        let isLong = text.prefix(noteLength + 1).count > noteLength
        let start = isLong ? text.prefix(noteLength - 1) + "…" : text
        return Menu.Item(label: what, note: start, letter: letter, pick: .copy(text, what: what))
    }
}
