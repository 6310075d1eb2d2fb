/// Text from outside, made safe to show: no control, nothing invisible, nothing that reorders.
public enum CleanText {
    /// One line for a cell: line ends and tabs are spaces. `limit` counts the scalars looked at.
    public static func oneLine(_ text: some StringProtocol, limit: Int = .max) -> String {
        let budget = CleanGlyphs.Budget(scalars: max(0, limit))
        return string(CleanGlyphs(text.asSubstring, budget: budget))
    }

    /// Several lines: `\n` stays, tabs are four spaces.
    public static func multiline(_ text: some StringProtocol, limit: Int = .max) -> String {
        let budget = CleanGlyphs.Budget(scalars: max(0, limit))
        return string(CleanGlyphs(text.asSubstring, lineEnds: .kept, budget: budget))
    }

    /// The columns the text takes in one line, once cleaned.
    public static func columns(of text: some StringProtocol) -> Int {
        CleanGlyphs(text.asSubstring).reduce(0) { $0 + $1.columns }
    }

    private static func string(_ glyphs: CleanGlyphs) -> String {
        var scalars = String.UnicodeScalarView()
        for glyph in glyphs { scalars.append(glyph.scalar) }
        return String(scalars)
    }
}
