import Terminal

/// A line of the key table.
struct Binding: Sendable {
    let keys: [Key]
    let command: KeyCommand
    let contexts: Set<Context>
    /// What the help says.
    let help: String
    /// What the footer says; empty keeps it out.
    let hint: String
    /// The keys as the footer names them.
    let hintKeys: String

    /// - Parameter keys: As labels, such as `"PgDn Ctrl-f"`.
    init(
        _ keys: String,
        _ command: KeyCommand,
        _ contexts: Set<Context>,
        _ help: String,
        hint: String = "",
        hintKeys: String? = nil,
    ) {
        self.keys = keys.split(separator: " ").map { label in
            guard let key = Key(label: String(label)) else {
                preconditionFailure("no key \(label)")
            }
            return key
        }
        self.command = command
        self.contexts = contexts
        self.help = help
        self.hint = hint
        self.hintKeys = hintKeys ?? self.keys.first?.label ?? ""
    }
}

extension Set<Context> {
    static let everywhere = Set(Context.allCases)
    static let leaving = everywhere.subtracting([.filter, .tasks])
    static let panes: Set = [.tasks, .detail]
    /// Where letters are commands.
    static let letters: Set = [.tasks, .detail, .form, .choice, .toggle, .number, .button]
    /// Where digits are, too.
    static let digits: Set = [.tasks, .detail, .form, .choice, .toggle, .button]
    static let fields: Set = [.form, .choice, .toggle, .number, .button]
    static let compose: Set = fields.union([.prompt, .line, .list])
    static let values: Set = [.choice, .toggle, .number]
    static let lines: Set = [.prompt, .list]
    static let texts: Set = [.prompt, .line, .list, .filter, .box]
    static let scrolling: Set = [.tasks, .detail, .help, .menu]
}
