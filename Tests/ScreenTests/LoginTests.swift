import Foundation
import Programs
import Testing

/// `apixo login` in a real terminal: whatever ends it, the shell shows again what is typed.
@Suite(.serialized)
struct LoginTests {
    private let terminal: Tmux

    init() async throws {
        terminal = try Tmux()
        try terminal.open(environment: ["HISTFILE": ""])
        try terminal.type(
            "clear; \(Tmux.program) login --config \(terminal.folder)/config/config.toml"
        )
        try terminal.press("Enter")
        try await terminal.see("APIXO key:")
        try terminal.type("canary-7f3a")
    }

    /// The modes of the terminal as the shell's child finds them.
    private func showsWhatIsTyped() async throws {
        try terminal.type("stty -a | grep -c ' echo '; echo over")
        try terminal.press("Enter")
        try await terminal.wait("the modes are shown") { $0.contains("\n1\nover") }
        #expect(terminal.screen.contains("echo over") && !terminal.screen.contains("canary"))
    }

    @Test func controlCRestoresTheEcho() async throws {
        try terminal.press("C-c")
        try await terminal.wait("the prompt is back") { !$0.hasSuffix("APIXO key:") }
        try await showsWhatIsTyped()
    }

    @Test(arguments: [SIGTERM, SIGHUP, SIGQUIT])
    func aSignalRestoresTheEcho(number: Int32) async throws {
        let process = try #require(try terminal.processes().first)
        kill(process, number)
        try await eventually("the program has ended") { kill(process, 0) != 0 }
        try await showsWhatIsTyped()
    }

    @Test func controlZRestoresTheEchoAndFgHidesItAgain() async throws {
        try terminal.press("C-z")
        try await terminal.see("Stopped")
        try await showsWhatIsTyped()
        try terminal.type("clear; fg")
        try terminal.press("Enter")
        try await terminal.see("APIXO key:")
        try terminal.type("canary-7f3a9c51e0")
        try terminal.press("Enter")
        try await terminal.see("The key is in")
        #expect(!terminal.screen.contains("canary"))
        let file = "\(terminal.folder)/config/key"
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "canary-7f3a9c51e0\n")
    }
}
