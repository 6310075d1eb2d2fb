import Apixo
import Tasks
import Terminal

extension AppState {
    /// Takes in what has happened and says what is wanted next.
    public mutating func update(_ action: Action, at now: Timestamp) -> [Effect] {
        defer { noteQuestion(at: now) }
        switch action {
        case .input(let input): return handle(input, in: [input], at: now)
        case .burst(let inputs):
            var effects: [Effect] = []
            for input in inputs { effects += handle(input, in: inputs, at: now) }
            return effects
        case .tasksChanged(let news): return receive(news, at: now)
        case .windowLoaded(let window): return receive(window, at: now)
        case .detailLoaded(let loaded):
            return detail.receive(withNews(loaded), selection: table.selection, at: now)
        case .filesChanged(let files): return receive(files, at: now)
        case .statusChanged(let status): self.status = status
        case .balanceChanged(let balance): self.balance = balance
        case .spendingChanged(let spending): self.spending = spending
        case .draftsLoaded(let drafts, let current): compose.receive(drafts, current: current)
        case .submitAccepted(let number): return accepted(number, at: now)
        case .submitRejected(let reason): rejected(reason, at: now)
        case .submitAsked(let duplicate): asked(about: duplicate, at: now)
        case .leadershipChanged(let isLeader):
            self.isLeader = isLeader
            asked = [:]
        case .noticed(let notice): notify(notice, at: now)
        case .copied(let what): notify("\(what) copied", .success, at: now)
        case .ticked: return carryOutDecision(at: now) + detail.retry(table.selection, at: now)
        case .journalChanged:
            detail.forget()
            return table.reload(at: now) + detail.refresh(table.selection, at: now)
        }
        return []
    }

    /// The engine knows more of a live task than its last line in the journal.
    private func withNews(_ loaded: TaskDetail) -> TaskDetail {
        guard let news = table.live[loaded.task.id], !loaded.task.state.isFinished else {
            return loaded
        }
        var detail = loaded
        detail.task = news.task
        return detail
    }

    private mutating func handle(_ input: Input, in burst: [Input], at now: Timestamp) -> [Effect] {
        switch input {
        case .key(let key): return press(key, isAlone: burst.isOneKey, at: now)
        case .paste(let text): return paste(text, at: now)
        case .pasteStalled:
            let words = "The paste has not ended: keys are text until it ends or you press Esc"
            notify(words, .warning, at: now)
            return []
        case .pasteLeft:
            notify("The paste was ended; keys work as usual", at: now)
            return []
        case .resized(let size):
            self.size = size
            keepInSight()
            return []
        case .resumed: return []
        case .terminated: return [.saveDraft(compose.draft), .quit]
        }
    }

    /// Keeps what has the focus in sight.
    mutating func keepInSight() {
        table.reveal(layout.tableRows)
        guard focus == .compose else { return }
        let form = FormLayout(compose, size: layout.formSize)
        guard let text = form.textSize(of: compose.slot) else { return }
        compose.editors[compose.slot]?.reveal(columns: text.columns, rows: text.rows)
    }
}
