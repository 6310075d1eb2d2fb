import Testing

@testable import Curses

struct SurroundingsTests {
    private func surroundings(_ variables: [String: String]) -> Surroundings {
        Surroundings { variables[$0] }
    }

    @Test(arguments: [
        ("xterm-256color", ["xterm-256color", "vt220", "ansi"]),
        (
            "xterm-ghostty",
            ["xterm-ghostty", "xterm-256color", "vt220", "ansi"]
        ),
        ("foot", ["foot", "foot-256color", "xterm-256color", "vt220", "ansi"]),
        ("xterm-direct", ["xterm-256color", "vt220", "ansi"]),
        ("", ["xterm-256color", "vt220", "ansi"]),
    ])
    func relativesOfATerminalAreTried(terminal: String, names: [String]) {
        #expect(surroundings(["TERM": terminal]).terminals(wanted: nil) == names)
    }

    @Test func insideTmuxItsOwnTerminalIsTriedToo() {
        let names = surroundings(["TERM": "odd", "TMUX": "x"]).terminals(wanted: nil)
        #expect(names.contains("screen-256color"))
    }

    @Test func theUserMayNameATerminal() {
        #expect(surroundings(["TERM": "odd"]).terminals(wanted: "vt100").first == "vt100")
    }

    @Test func anEscapeWaitsLongerOnASlowLine() {
        #expect(surroundings([:]).escapeDelay == 25)
        #expect(surroundings(["SSH_CONNECTION": "x"]).escapeDelay == 60)
        #expect(surroundings(["ESCDELAY": "100"]).escapeDelay == nil)
    }

    @Test func colourIsTheUsersChoice() {
        #expect(surroundings(["NO_COLOR": ""]).wantsColor(.automatic))
        #expect(!surroundings(["NO_COLOR": "1"]).wantsColor(.automatic))
        #expect(surroundings(["NO_COLOR": "1"]).wantsColor(.always))
        #expect(!surroundings([:]).wantsColor(.never))
    }
}
