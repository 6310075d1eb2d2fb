import Terminal

/// Text being written, with a cursor between two characters as a reader counts them.
struct TextEditor: Sendable, Hashable {
    private(set) var characters: [Character] = []
    /// The columns of each character, beside it so that wrapping is plain arithmetic.
    private(set) var widths: [UInt8] = []
    var cursor = 0
    /// The column that moving up and down aims at.
    var goalColumn: Int?
    /// The first row shown.
    var scroll = 0
    var history = EditHistory()

    /// Longer texts are cut; no field of the service takes more.
    static let limit = 100_000

    init(_ text: String = "") {
        characters = Self.readable(text)
        widths = characters.map(\.columns)
        cursor = characters.count
    }

    var text: String { String(characters) }
    var count: Int { characters.count }
    var isEmpty: Bool { characters.isEmpty }

    func text(_ range: Range<Int>) -> String { String(characters[range]) }

    /// The columns of the characters in `range`.
    func columns(_ range: Range<Int>) -> Int { widths[range].reduce(0) { $0 + Int($1) } }

    /// Line ends as `\n`, tabs as spaces, other controls gone: they cannot be seen or sent.
    static func readable(_ text: String) -> [Character] {
        text.prefix(limit).compactMap { character in
            if character == "\n" { return character }
            if character.isNewline { return "\n" }
            if character == "\t" { return " " }
            return character.unicodeScalars.contains { $0.properties.generalCategory == .control }
                ? nil : character
        }
    }

    /// Puts `new` in the place of `range`, without noting it for undo.
    mutating func splice(_ range: Range<Int>, with new: [Character]) {
        characters.replaceSubrange(range, with: new)
        widths.replaceSubrange(range, with: new.map(\.columns))
        join(at: range.lowerBound + new.count)
        join(at: range.lowerBound)
    }

    /// A mark typed after its letter becomes one character with it.
    private mutating func join(at place: Int) {
        guard place > 0, place < count else { return }
        let range = place - 1..<place + 1
        guard !characters[place].isASCII, let joined = text(range).only else { return }
        characters.replaceSubrange(range, with: [joined])
        widths.replaceSubrange(range, with: [joined.columns])
        if cursor >= place { cursor -= 1 }
        cursor = max(cursor, place)
    }
}

extension String {
    /// The character of a text that is a single one.
    fileprivate var only: Character? { count == 1 ? first : nil }
}

extension Character {
    fileprivate var columns: UInt8 {
        if isASCII { return self == "\n" ? 0 : 1 }
        return UInt8(clamping: CleanText.columns(of: String(self)))
    }
}
