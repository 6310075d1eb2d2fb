import Apixo
import Tasks

extension AppState {
    mutating func move(_ move: FormMove) {
        switch move {
        case .nextField: tab(by: 1)
        case .previousField: tab(by: -1)
        case .fieldBelow: _ = compose.moveSlot(by: 1)
        case .fieldAbove: _ = compose.moveSlot(by: -1)
        case .lineUp: moveInText(by: -1, leavesField: true)
        case .lineDown: moveInText(by: 1, leavesField: true)
        case .pageUp: moveInText(by: -pageOfText, leavesField: false)
        case .pageDown: moveInText(by: pageOfText, leavesField: false)
        }
    }

    /// Tab goes through the form and out at its ends, so that nobody is caught in it.
    private mutating func tab(by step: Int) {
        compose.isTyping = true
        guard !compose.moveSlot(by: step) else { return }
        compose.leaveSlot()
        focus = step > 0 ? .tasks : .detail
    }

    private mutating func moveInText(by rows: Int, leavesField: Bool) {
        let columns = textSize?.columns ?? 1
        let isMoved = compose.editors[compose.slot]?.moveVertically(by: rows, columns: columns)
        if isMoved == false, leavesField { _ = compose.moveSlot(by: rows) }
    }

    private var pageOfText: Int { max(1, (textSize?.rows ?? 1) - 1) }

    /// The room of the text under the cursor.
    private var textSize: (columns: Int, rows: Int)? {
        FormLayout(compose, size: layout.formSize).textSize(of: compose.slot)
    }

    mutating func change(_ change: ValueChange) -> [Effect] {
        let model = compose.draft.model
        switch change {
        case .next: compose.step(up: true)
        case .previous: compose.step(up: false)
        case .clear: compose.clearSlot()
        case .deleteDigit: compose.deleteDigit()
        }
        return draftEffects(before: model)
    }

    func draftEffects(before model: ModelID) -> [Effect] {
        let isSwitched = compose.draft.model != model
        return (isSwitched ? [.useModel(compose.draft.model)] : []) + [.saveDraft(compose.draft)]
    }
}
