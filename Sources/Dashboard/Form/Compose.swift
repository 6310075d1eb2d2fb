import Apixo
import Tasks

/// The request being written.
struct Compose: Sendable {
    /// A request handed over and not yet in the journal.
    struct Handover: Sendable {
        var request: GenerateRequest
        /// Nothing was typed since, so the focus may follow the task.
        var isFollowed = true
    }

    let catalog: Catalog
    /// Goes out where a callback is asked for and no URL is given.
    let callbackURL: String?
    var draft: Draft
    /// The drafts of the other models.
    var drafts: [ModelID: Draft] = [:]
    var editors: [Slot: TextEditor] = [:]
    var slot: Slot = .model
    /// Letters go into the text; otherwise they are commands.
    var isTyping = true
    /// Digits of a number being typed.
    var digits = ""
    /// Left at least once, so that their faults are shown.
    var touched: Set<Slot> = []
    var showsAllFaults = false
    var handover: Handover?
    /// What went out from here, so that the same again is asked about.
    var sent: [GenerateRequest: TaskNumber] = [:]

    init(catalog: Catalog, callbackURL: String? = nil) {
        self.catalog = catalog
        self.callbackURL = callbackURL
        draft = Draft(model: catalog.models.first?.id ?? ModelID(rawValue: ""))
        takeUpDraft()
    }

    var model: Model? { catalog[draft.model] }

    /// The draft as it would go out.
    var outgoing: Draft { outgoing(draft) }

    func outgoing(_ draft: Draft) -> Draft {
        guard draft.requestType == .callback, draft.callbackURL.isEmpty else { return draft }
        var draft = draft
        draft.callbackURL = callbackURL ?? ""
        return draft
    }

    var field: FormField { fields.first { $0.slot == slot } ?? .send }

    /// The text under the cursor.
    var editor: TextEditor? { editors[slot] }

    /// Fills the editors from the draft.
    mutating func takeUpDraft() {
        editors = [:]
        for field in fields where field.takesText {
            editors[field.slot] = TextEditor(text(of: field.slot))
        }
        touched = []
        showsAllFaults = false
        digits = ""
        slot = firstSlot
    }

    /// Where writing a request begins: the first text it needs.
    var firstSlot: Slot {
        let fields = fields
        let first = fields.first { $0.takesText && $0.isRequired } ?? fields.first
        return first?.slot ?? .model
    }

    func text(of slot: Slot) -> String {
        switch slot {
        case .callbackURL: draft.callbackURL
        case .input(let name):
            switch draft.values[name] {
            case .text(let text)?: text
            case .urls(let list)?: list.joined(separator: "\n")
            case .integer?, .toggle?, nil: ""
            }
        case .model, .provider, .requestType, .send: ""
        }
    }
}
