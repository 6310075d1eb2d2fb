import Glibc

/// What the environment variables say about the terminal.
struct Surroundings {
    let terminal: String
    let isRemote: Bool
    let multiplexer: Multiplexer?
    let wantsNoColor: Bool
    private let setsEscapeDelay: Bool

    enum Multiplexer { case tmux, screen }

    init(_ variable: (String) -> String? = Surroundings.variable) {
        func isSet(_ name: String) -> Bool { variable(name)?.isEmpty == false }
        terminal = variable("TERM") ?? ""
        isRemote = isSet("SSH_CONNECTION")
        multiplexer = isSet("TMUX") ? .tmux : isSet("STY") ? .screen : nil
        wantsNoColor = isSet("NO_COLOR")
        setsEscapeDelay = isSet("ESCDELAY")
    }

    private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    /// How long to wait for the rest of a key after its escape, in milliseconds.
    ///
    /// Nil leaves it to ncurses, which reads ESCDELAY.
    var escapeDelay: Int32? { setsEscapeDelay ? nil : isRemote ? 60 : 25 }

    /// Names to try, best first: a server does not know every terminal.
    func terminals(wanted: String?) -> [String] {
        let name = wanted ?? terminal
        let family = name.split(separator: "-").first.map { "\($0)-256color" }
        // With direct colours a number is no longer a place in the palette.
        let first = name.contains("-direct") ? family : name
        let inside = multiplexer == nil ? nil : "screen-256color"
        let names = [first, family, "xterm-256color", inside, "vt220", "ansi"]
        return names.compactMap { $0 }.reduce(into: []) { unique, name in
            if !name.isEmpty, !unique.contains(name) { unique.append(name) }
        }
    }

    func wantsColor(_ colors: ScreenOptions.Colors) -> Bool {
        switch colors {
        case .automatic: !wantsNoColor
        case .never: false
        case .always: true
        }
    }
}
