import Terminal

extension Key {
    private static let named: [(Key, String)] = [
        (.character(" "), "Space"), (.enter, "Enter"), (.escape, "Esc"), (.tab, "Tab"),
        (.backTab, "Shift-Tab"), (.backspace, "Backspace"), (.delete, "Del"), (.insert, "Ins"),
        (.up, "↑"), (.down, "↓"), (.left, "←"), (.right, "→"), (.home, "Home"), (.end, "End"),
        (.pageUp, "PgUp"), (.pageDown, "PgDn"), (.shiftUp, "Shift-↑"), (.shiftDown, "Shift-↓"),
        (.shiftLeft, "Shift-←"), (.shiftRight, "Shift-→"), (.controlLeft, "Ctrl-←"),
        (.controlRight, "Ctrl-→"), (.controlHome, "Ctrl-Home"), (.controlEnd, "Ctrl-End"),
        (.controlUp, "Ctrl-↑"), (.controlDown, "Ctrl-↓"),
    ]

    private static let byLabel = Dictionary(uniqueKeysWithValues: named.map { ($1, $0) })
    private static let labels = Dictionary(uniqueKeysWithValues: named)

    /// As a key is written in the footer and in the help.
    var label: String {
        switch self {
        case .character(let character) where character != " ": String(character)
        case .control(let character): "Ctrl-\(character)"
        case .alt(let character): "Alt-\(character)"
        case .function(let number): "F\(number)"
        default: Self.labels[self] ?? ""
        }
    }

    init?(label: String) {
        if let key = Self.byLabel[label] {
            self = key
        } else if label.count == 1, let character = label.first {
            self = .character(character)
        } else if label.hasPrefix("Ctrl-"), label.count == 6, let character = label.last {
            self = .control(character)
        } else if label.hasPrefix("Alt-"), label.count == 5, let character = label.last {
            self = .alt(character)
        } else if label.hasPrefix("F"), let number = Int(label.dropFirst()) {
            self = .function(number)
        } else {
            return nil
        }
    }
}
