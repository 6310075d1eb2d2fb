import Apixo
import Tasks

extension AppState {
    /// Enter or a yes, in whatever is open.
    mutating func accept(at now: Timestamp) -> [Effect] {
        guard let open = overlay else {
            table.editor = nil
            return []
        }
        overlay = nil
        switch open {
        case .help, .notices: return []
        case .menu(let menu):
            return menu.item.map { pick($0.pick, at: now) } ?? []
        case .question(let question): return answer(question.yes, at: now)
        case .box(let box): return attach(box, at: now)
        }
    }

    mutating func pick(_ pick: Menu.Pick, at now: Timestamp) -> [Effect] {
        switch pick {
        case .value(let value, let slot):
            let model = compose.draft.model
            compose.set(value, at: slot)
            return draftEffects(before: model)
        case .copy(let text, let what): return [.copy(text, what: what)]
        case .markLost(let number):
            overlay = .question(.markLost(number))
            return []
        case .sendAgain(let number): return repeatRequest(of: number, at: now)
        case .attach(let number):
            overlay = .box(.attach(to: number))
            return []
        case .attachFound(let number, let id): return attach(id, to: number, at: now)
        }
    }

    private mutating func answer(_ answer: Question.Answer, at now: Timestamp) -> [Effect] {
        switch answer {
        case .send(let request): return send(request, isAgain: true)
        case .remove(let number): return remove(number, at: now)
        case .markLost(let number): return [.command(.markLost(number))]
        case .repeatRequest(let number): return fillForm(from: number, at: now)
        case .confirm(let number): return confirm(number, at: now)
        }
    }

    /// The task may have been sent, or have started, while the question stood.
    private mutating func remove(_ number: TaskNumber, at now: Timestamp) -> [Effect] {
        guard let row = table.rows.first(where: { $0.id == number }) else { return [] }
        if let reason = disabledReasonForRemoving(row) {
            notify(reason, .warning, at: now)
            return []
        }
        table.drop(number)
        return [.command(.remove(number))] + table.reload(at: now) + follow(from: number, at: now)
    }

    private mutating func attach(_ box: InputBox, at now: Timestamp) -> [Effect] {
        let text = box.editor.text.filter { !$0.isWhitespace }
        guard !text.isEmpty else { return [] }
        return attach(TaskID(rawValue: text), to: box.task, at: now)
    }

    private mutating func attach(
        _ id: TaskID,
        to number: TaskNumber,
        at now: Timestamp,
    ) -> [Effect] {
        notify("#\(number.rawValue) is now polled as \(id.rawValue)", at: now)
        return [.command(.attach(number, id))]
    }
}

extension Question {
    static func markLost(_ number: TaskNumber) -> Question {
        Question(
            title: "Mark #\(number.rawValue) as lost?",
            text: "Nothing more is done about it. It stays in the list as unknown, marked lost.",
            yes: .markLost(number),
        )
    }

    static func remove(_ row: TaskRow) -> Question {
        let number = row.id.rawValue
        guard row.state == .queued else {
            return Question(
                title: "Remove #\(number) from the list?",
                text: "Its entry goes, for good. Files that were saved stay where they are.",
                yes: .remove(row.id),
            )
        }
        return Question(
            title: "Take #\(number) back?",
            text: "It has not been sent yet. Nothing is billed.",
            yes: .remove(row.id),
        )
    }

    static func replaceDraft(with number: TaskNumber) -> Question {
        Question(
            title: "Replace the draft?",
            text:
                "The form holds a draft that was never sent. #\(number.rawValue) would replace it.",
            yes: .repeatRequest(number),
        )
    }
}

extension InputBox {
    static func attach(to number: TaskNumber) -> InputBox {
        InputBox(
            title: "taskId of #\(number.rawValue)",
            text:
                "As the service named it, for example in its web console. It is polled from then on.",
            task: number,
        )
    }
}
