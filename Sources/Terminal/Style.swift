/// How many colours a terminal shows.
public enum ColorDepth: Sendable, CaseIterable {
    case none, sixteen, indexed
}

/// A colour as a theme names it; `projected(to:)` fits it to the terminal at hand.
public enum Color: Hashable, Sendable {
    /// The terminal's own foreground or background.
    case terminal
    /// One of the terminal's palette: 0-15 the named colours, 16-255 the cube and the greys.
    case indexed(UInt8)
    case rgb(UInt8, UInt8, UInt8)
}

/// What a cell looks like apart from its text.
public struct Style: Hashable, Sendable {
    public struct Attributes: OptionSet, Hashable, Sendable {
        public let rawValue: UInt8
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        public static let bold = Attributes(rawValue: 1)
        public static let dim = Attributes(rawValue: 2)
        public static let italic = Attributes(rawValue: 4)
        public static let underline = Attributes(rawValue: 8)
        public static let reverse = Attributes(rawValue: 16)
    }

    public var foreground: Color
    public var background: Color
    public var attributes: Attributes

    public init(
        foreground: Color = .terminal,
        background: Color = .terminal,
        attributes: Attributes = [],
    ) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }

    public static let plain = Style()
}
