import CNcurses

/// What is said to the terminal around the frames, in its own language.
struct ScreenModes {
    /// Sent when the terminal becomes ours; ncurses itself goes to the other screen.
    let greeting: [UInt8]
    /// Puts everything back; signal handlers send it, too.
    let farewell: [UInt8]
    private let isModern: Bool

    /// ncurses must have its terminal by now.
    init() {
        let leave = ScreenModes.string("rmcup")
        // A terminal that has this has, or politely ignores, what came after it.
        isModern = leave.contains("[?1049")
        greeting = Array((ScreenModes.string("smkx") + (isModern ? "\u{1B}[?2004h" : "")).utf8)
        let names = ["sgr0", "op", "rmkx", "cnorm"]
        let usual = names.map(ScreenModes.string).joined()
        let end = leave.isEmpty ? ScreenModes.string("clear") : leave
        farewell = Array(((isModern ? "\u{1B}[?2026l\u{1B}[?2004l" : "") + usual + end).utf8)
    }

    /// A frame the terminal shows at once or not at all.
    func wrapped(_ frame: [UInt8]) -> [UInt8] {
        guard isModern else { return frame }
        return Array("\u{1B}[?2026h".utf8) + frame + Array("\u{1B}[?2026l".utf8)
    }

    /// A capability without its `$<delays>`, which no terminal of today needs.
    private static func string(_ capability: String) -> String {
        guard let value = cn_string(capability) else { return "" }
        let pieces = String(cString: value).split(separator: "$<", omittingEmptySubsequences: false)
        let rest = pieces.dropFirst().map { $0.drop { $0 != ">" }.dropFirst() }
        return (pieces.prefix(1) + rest).joined()
    }
}
