/// What the user may say about the terminal; `automatic` asks the surroundings.
public struct ScreenOptions: Sendable {
    public enum Colors: Sendable { case automatic, never, always }
    public enum Lines: Sendable { case automatic, ascii, unicode }

    public var colors: Colors
    public var lines: Lines
    /// The name of a terminal to use instead of TERM.
    public var terminal: String?

    public init(
        colors: Colors = .automatic,
        lines: Lines = .automatic,
        terminal: String? = nil,
    ) {
        self.colors = colors
        self.lines = lines
        self.terminal = terminal
    }
}
