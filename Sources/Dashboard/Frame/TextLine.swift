/// Pieces of text in a row, each in its role.
struct TextLine: Sendable, Hashable {
    struct Span: Sendable, Hashable {
        var text: String
        var role: Role
    }

    var spans: [Span] = []
    /// Columns left free before it.
    var indent = 0

    init(_ text: String = "", _ role: Role = .text, indent: Int = 0) {
        if !text.isEmpty { spans = [Span(text: text, role: role)] }
        self.indent = indent
    }

    func adding(_ text: String, _ role: Role) -> TextLine {
        var line = self
        if !text.isEmpty { line.spans.append(Span(text: text, role: role)) }
        return line
    }

    mutating func add(_ text: String, _ role: Role) { self = adding(text, role) }

    var isEmpty: Bool { spans.isEmpty }
}
