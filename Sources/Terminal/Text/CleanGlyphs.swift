/// Reads text from outside as glyphs that are safe in a cell.
///
/// Nothing comes out that a terminal would obey or that would hide or reorder what is beside it.
struct CleanGlyphs: Sequence, IteratorProtocol {
    enum LineEnds { case asSpaces, kept }

    private var source: Substring.UnicodeScalarView.Iterator
    private let lineEnds: LineEnds
    private var budget: Int
    private var spaces = 0
    private var last: Unicode.Scalar = " "

    /// `budget` bounds how much of a huge text is looked at.
    init(_ text: Substring, lineEnds: LineEnds = .asSpaces, budget: Budget = .all) {
        source = text.unicodeScalars.makeIterator()
        self.lineEnds = lineEnds
        self.budget = budget.scalars
    }

    /// There is more text than the budget allowed to look at.
    var isExhausted: Bool {
        var rest = source
        return budget == 0 && rest.next() != nil
    }

    mutating func next() -> Glyph? {
        if spaces > 0 {
            spaces -= 1
            return .space
        }
        while let scalar = take() {
            if (0x20...0x7E).contains(scalar.value) { return base(scalar, columns: 1) }
            if let glyph = clean(scalar) { return glyph }
        }
        return nil
    }

    private mutating func take() -> Unicode.Scalar? {
        guard budget > 0 else { return nil }
        budget -= 1
        return source.next()
    }

    private mutating func base(_ scalar: Unicode.Scalar, columns: Int) -> Glyph {
        last = scalar
        return Glyph(scalar: scalar, columns: columns)
    }

    private mutating func clean(_ scalar: Unicode.Scalar) -> Glyph? {
        switch scalar.value {
        case 0x09: tab()
        case 0x0A, 0x85, 0x2028, 0x2029: lineEnd
        case 0x0D: peek() == "\n" ? nil : lineEnd
        case 0x1B: escape()
        case 0x200D: joiner()
        case 0x1F1E6...0x1F1FF: flagLetter(scalar)
        case 0x1F3FB...0x1F3FF: nil  // Skin tones.
        default: glyph(scalar)
        }
    }

    private var lineEnd: Glyph {
        lineEnds == .kept ? Glyph(scalar: "\n", columns: 0) : .space
    }

    private mutating func tab() -> Glyph {
        if lineEnds == .kept { spaces = 3 }
        return .space
    }

    private mutating func glyph(_ scalar: Unicode.Scalar) -> Glyph? {
        switch scalar.kind {
        case .unprintable: return .placeholder
        case .hidden: return nil
        case .mark: return Glyph(scalar: scalar, columns: 0)
        case .narrow: return base(scalar, columns: 1)
        case .wide: return base(scalar, columns: 2)
        }
    }

    /// Libc and terminals disagree on the width of a flag, never on that of two letters.
    private func flagLetter(_ scalar: Unicode.Scalar) -> Glyph? {
        Unicode.Scalar(scalar.value - 0x1F1E6 + 0x41).map { Glyph(scalar: $0, columns: 1) }
    }

    /// Of emoji joined into one the first is kept; in other scripts only the joiner goes.
    private mutating func joiner() -> Glyph? {
        guard last.isPicture, let joined = peek(), joined.isPicture else { return nil }
        _ = take()
        return nil
    }

    /// Drops `ESC [ … letter` whole; of any other sequence the escape becomes visible.
    private mutating func escape() -> Glyph? {
        guard peek() == "[" else { return .placeholder }
        var rest = source
        _ = rest.next()
        for length in 2...32 {
            guard let scalar = rest.next(), scalar.isASCII else { break }
            guard scalar.value >= 0x40 else { continue }
            source = rest
            budget -= Swift.min(budget, length)
            return nil
        }
        return .placeholder
    }

    private func peek() -> Unicode.Scalar? {
        var rest = source
        return rest.next()
    }
}

extension CleanGlyphs {
    struct Budget {
        let scalars: Int

        static let all = Budget(scalars: .max)

        /// Enough for the text of a line with marks and sequences; a flood of them is cut.
        static func scalars(fitting columns: Int) -> Budget {
            Budget(scalars: Swift.min(columns, 1 << 20) * 16 + 256)
        }
    }
}

extension Glyph {
    fileprivate static let space = Glyph(scalar: " ", columns: 1)
}

extension Unicode.Scalar {
    // To Unicode digits are emoji too.
    fileprivate var isPicture: Bool { !isASCII && properties.isEmoji }
}
