import Foundation
import Testing

/// The built binary in a real terminal, its shell around it.
@Suite(.serialized)
struct TmuxTests {
    @Test(arguments: [(120, 40), (80, 24)])
    func aRequestIsComposedSentAndWatchedToItsEnd(_ columns: Int, _ rows: Int) async throws {
        let terminal = try Tmux()
        try terminal.open(columns: columns, rows: rows)
        try terminal.start()
        try await terminal.see("DEMO")
        try await terminal.compose("a lighthouse")
        try terminal.press("F5")
        try await terminal.see("#1 saved")
        try await terminal.leaveForm()
        try await terminal.see("✓ success")
        try await terminal.see("task1-1.png")
        try terminal.press("q")
        try await terminal.wait("the shell is back") { !$0.contains("DEMO") }
        try await terminal.wait("the program has ended") { _ in
            (try? terminal.processes().isEmpty) ?? false
        }
    }

    @Test func aResizeIsFollowedAtOnceAndATinyScreenSaysSo() async throws {
        let terminal = try Tmux()
        try terminal.open(columns: 200, rows: 50)
        try terminal.start()
        try await terminal.see("No tasks yet.")
        try terminal.resize(columns: 80, rows: 24)
        try await terminal.wait("the frame fits 80 columns") { screen in
            screen.split(separator: "\n").contains { $0.hasPrefix("╭") && $0.count == 80 }
        }
        try terminal.resize(columns: 30, rows: 6)
        try await terminal.wait("a sentence says what is needed") {
            !$0.contains("╭") && $0.contains("60")
        }
        try terminal.resize(columns: 120, rows: 40)
        try await terminal.see("1 Compose")
    }

    @Test func aPasteNeverSends() async throws {
        let terminal = try Tmux()
        try terminal.open()
        try terminal.start()
        try await terminal.see("DEMO")
        try await terminal.compose("pasted: ")
        try terminal.paste("one\ntwo\nq\n")
        try await terminal.see("two")
        #expect(terminal.screen.contains("No tasks yet."))
        #expect(terminal.screen.contains("DEMO"))
    }

    @Test func suspendingGivesTheShellBackAndResumingTheScreen() async throws {
        let terminal = try Tmux()
        try terminal.open()
        try terminal.start()
        try await terminal.see("No tasks yet.")
        try terminal.press("C-z")
        try await terminal.wait("the shell is back") { !$0.contains("No tasks yet.") }
        try terminal.type("fg")
        try terminal.press("Enter")
        try await terminal.see("No tasks yet.")
        try terminal.press("q")
        try await terminal.wait("the shell is back") { !$0.contains("No tasks yet.") }
    }

    @Test(arguments: [SIGTERM, SIGHUP, SIGINT, SIGABRT])
    func aSignalLeavesTheTerminalAsItWas(_ number: Int32) async throws {
        let terminal = try Tmux()
        try terminal.open()
        let before = try await terminal.modes("before")
        try terminal.start()
        try await terminal.see("No tasks yet.")
        for process in try terminal.processes() { kill(process, number) }
        try await terminal.wait("the shell is back") { !$0.contains("No tasks yet.") }
        try await terminal.wait("the program has ended") { _ in
            (try? terminal.processes().isEmpty) ?? false
        }
        try terminal.press("Enter")
        #expect(try await terminal.modes("after") == before)
    }

    @Test func aKilledProgramFindsItsTasksAgain() async throws {
        let terminal = try Tmux()
        try terminal.open()
        try terminal.start()
        try await terminal.see("DEMO")
        try await terminal.compose("before the fall")
        try terminal.press("F5")
        try await terminal.see("✓ success")
        for process in try terminal.processes() { kill(process, SIGKILL) }
        try terminal.press("Enter")
        try terminal.type("reset")
        try terminal.press("Enter")
        try terminal.start()
        try await terminal.see("✓ success")
        #expect(terminal.screen.contains("before the fall"))
    }

    @Test func anUnknownTerminalIsShownWithANotice() async throws {
        let terminal = try Tmux()
        try terminal.open()
        try terminal.type("TERM=xterm-ghostty \(Tmux.program) --demo \(terminal.arguments)")
        try terminal.press("Enter")
        try await terminal.see("No tasks yet.")
        try await terminal.see("xterm-ghostty")
    }

    @Test func withoutColoursTheScreenHasNone() async throws {
        let terminal = try Tmux()
        try terminal.open(environment: ["NO_COLOR": "1"])
        try terminal.start()
        try await terminal.see("No tasks yet.")
        #expect(!terminal.styledScreen.contains("38;5;"))
        #expect(!terminal.styledScreen.contains("48;5;"))
    }

    @Test func withoutAKeyTheScreenSaysWhatToSet() async throws {
        let terminal = try Tmux()
        try terminal.open()
        try terminal.type("\(Tmux.program) \(terminal.arguments)")
        try terminal.press("Enter")
        try await terminal.see("apixo login")
        try await terminal.see("--demo")
    }

    @Test func aWrongThemeIsToldAndEndsWithTwo() async throws {
        let terminal = try Tmux()
        try terminal.open()
        try terminal.start("--theme sunset; echo code=$?")
        try await terminal.see("code=2")
        #expect(terminal.screen.contains("there is no theme sunset; built in are midnight, paper"))
    }
}
