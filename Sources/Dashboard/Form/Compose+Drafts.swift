import Apixo
import Tasks

extension Compose {
    /// Another model: its draft comes up, this one is kept.
    mutating func choose(_ id: ModelID) {
        guard id != draft.model, catalog[id] != nil else { return }
        drafts[draft.model] = draft
        draft = drafts[id] ?? Draft(model: id)
        let slot = slot
        takeUpDraft()
        self.slot = slot
    }

    /// The drafts of the last run.
    mutating func receive(_ loaded: [Draft], current: ModelID?) {
        for draft in loaded { drafts[draft.model] = draft }
        let id = current.flatMap { catalog[$0]?.id } ?? draft.model
        draft = drafts[id] ?? Draft(model: id)
        takeUpDraft()
    }

    /// Puts a request of the past into the form.
    mutating func fill(with request: GenerateRequest) {
        drafts[draft.model] = draft
        draft = request.draft
        takeUpDraft()
    }

    /// Empties the texts once they have gone out; choices stay. Undo brings them back.
    mutating func startAnew() {
        if case .success(let request)? = model?.request(from: outgoing), sent[request] != nil {
            for slot in editors.keys {
                self.slot = slot
                edit { $0.replace(0..<$0.count, with: []) }
            }
        }
        touched = []
        showsAllFaults = false
        slot = firstSlot
        isTyping = true
    }

    /// What the form holds went out, or may have: the same again is asked about.
    mutating func noteSent(as number: TaskNumber) {
        guard case .success(let request)? = model?.request(from: outgoing) else { return }
        sent[request] = number
    }

    /// Whether replacing the draft would lose words that were never sent.
    func wouldLose(for request: GenerateRequest) -> Bool {
        let old = request.model == draft.model ? draft : drafts[request.model]
        guard let old, old != request.draft, let model = catalog[request.model] else {
            return false
        }
        if case .success(let same) = model.request(from: outgoing(old)), sent[same] != nil {
            return false
        }
        return old.values.values.contains { $0.isWritten }
    }
}

extension FieldValue {
    /// The user wrote it, as against chose it.
    fileprivate var isWritten: Bool {
        switch self {
        case .text(let text): text.count > 20 || text.contains(" ")
        case .urls(let list): !list.isEmpty
        case .integer, .toggle: false
        }
    }
}
