import Terminal

/// Every key of the program. The footer, the help and the dispatch are read from this table.
struct Keymap: Sendable {
    struct Section: Sendable {
        let title: String
        let bindings: [Binding]
    }

    let sections: [Section]
    private let commands: [Context: [Key: KeyCommand]]

    init(sections: [Section]) {
        self.sections = sections
        var commands: [Context: [Key: KeyCommand]] = [:]
        for binding in sections.flatMap(\.bindings) {
            for context in binding.contexts {
                for key in binding.keys { commands[context, default: [:]][key] = binding.command }
            }
        }
        self.commands = commands
    }

    func command(for key: Key, in context: Context) -> KeyCommand? { commands[context]?[key] }

    /// What the footer offers here, in the order of the table.
    func hints(in context: Context) -> [Binding] {
        sections.flatMap(\.bindings).filter { !$0.hint.isEmpty && $0.contexts.contains(context) }
    }
}
