/// A scalar that may be shown, and the columns it takes: 0 for a combining mark.
struct Glyph: Equatable {
    let scalar: Unicode.Scalar
    let columns: Int

    /// Stands for what must not reach a terminal.
    static let placeholder = Glyph(scalar: "\u{FFFD}", columns: 1)
    static let ellipsis = Glyph(scalar: "…", columns: 1)

    static func first(of character: Character) -> Glyph {
        var glyphs = CleanGlyphs(String(character)[...])
        let first = glyphs.next() ?? .placeholder
        return first.columns == 0 ? .placeholder : first
    }
}
