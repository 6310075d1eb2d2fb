import Apixo
import Tasks

extension AppState {
    mutating func act(_ command: TaskCommand, at now: Timestamp) -> [Effect] {
        guard let row = table.selectedRow else { return [] }
        switch command {
        case .repeatRequest: return repeatRequest(of: row.id, at: now)
        case .poll:
            notify("Polling #\(row.id.rawValue)", at: now)
            return [.command(.pollNow(row.id))]
        case .download: return downloadAgain(row.id, at: now)
        case .copy: overlay = .menu(copyMenu(row))
        case .remove: overlay = .question(.remove(row))
        case .confirm: ask(to: row, at: now)
        case .resolve:
            let found = selectedTask?.task.life.evidence?.taskIDs
            overlay = .menu(.resolve(row.id, found: found ?? []))
        }
        return []
    }

    /// Everything known of the selected task, once it is here.
    var selectedTask: TaskDetail? {
        guard let shown = detail.shown, shown.task.id == table.selection else { return nil }
        return shown
    }

    // MARK: - Repeat

    mutating func repeatRequest(of number: TaskNumber, at now: Timestamp) -> [Effect] {
        guard let request = selectedTask?.task.request else { return [] }
        guard !compose.wouldLose(for: request) else {
            overlay = .question(.replaceDraft(with: number))
            return []
        }
        return fillForm(from: number, at: now)
    }

    mutating func fillForm(from number: TaskNumber, at now: Timestamp) -> [Effect] {
        guard let task = selectedTask?.task, task.id == number else { return [] }
        let model = compose.draft.model
        compose.fill(with: task.request)
        compose.isTyping = true
        focus = .compose
        if case .unknown = task.life {
            compose.noteSent(as: number)
            notify(
                "#\(number.rawValue) may have gone through: sending may bill twice",
                .warning,
                at: now
            )
        } else {
            notify("A new draft from #\(number.rawValue)", at: now)
        }
        keepInSight()
        return draftEffects(before: model)
    }

    // MARK: - Files

    private mutating func downloadAgain(_ number: TaskNumber, at now: Timestamp) -> [Effect] {
        let files = selectedTask?.files.map(\.id.number) ?? []
        notify(
            files.count == 1 ? "Downloading the file" : "Downloading \(files.count) files",
            at: now
        )
        return [.command(.downloadAgain(number, fileNumbers: files))]
    }
}

extension Menu {
    /// - Parameter found: What the answer named that may be the taskId.
    static func resolve(_ number: TaskNumber, found: [TaskID] = []) -> Menu {
        let found = found.map { id in
            Item(
                label: "Attach \(id.rawValue)",
                note: "named in the answer; it is polled from then on",
                pick: .attachFound(number, id),
            )
        }
        return Menu(
            title: "What became of #\(number.rawValue)?",
            items: [
                Item(
                    label: "Mark it as lost",
                    note: "nothing more is done",
                    letter: "x",
                    pick: .markLost(number),
                ),
                Item(
                    label: "Send it again",
                    note: "as a new draft; may bill twice",
                    letter: "r",
                    pick: .sendAgain(number),
                ),
                Item(
                    label: "Attach a taskId",
                    note: "found elsewhere; it is polled from then on",
                    letter: "a",
                    pick: .attach(number),
                ),
            ] + found,
        )
    }
}
