import Foundation
import Terminal
import Testing

/// Pastes as bad terminals and slow lines deliver them.
@Suite(.serialized)
struct PasteTests {
    private static let start = "\u{1B}[200~"
    private static let end = "\u{1B}[201~"
    private static let functionKey = "\u{1B}[15~"
    private static let stalled = "The paste has not ended"

    private let terminal: Tmux

    init() async throws {
        terminal = try Tmux()
        try terminal.open()
        try terminal.start()
        try await terminal.see("DEMO")
        try await terminal.compose("a lake")
    }

    @Test func nothingInAPasteThatStallsIsAKey() async throws {
        try terminal.send("\(Self.start) at dusk")
        try await terminal.see(Self.stalled)
        #expect(terminal.screen.contains("a lake at dusk"))
        try terminal.send(Self.functionKey)
        try terminal.send("\r")
        try terminal.send(Self.functionKey)
        try terminal.send("and more")
        try await terminal.see("and more")
        #expect(!terminal.screen.contains("#1"))
        try await leave(with: "Escape")
        // The end comes after all, in pieces.
        try terminal.send("[201~")
        try terminal.send("!")
        try await terminal.see("and more!")
        #expect(!terminal.screen.contains("#1"))
        try terminal.press("F5")
        try await terminal.see("#1")
    }

    @Test func aPasteWithoutAnEndCanBeLeft() async throws {
        try terminal.send("\(Self.start) at dusk")
        try await terminal.see(Self.stalled)
        try terminal.press("F5")
        try terminal.type("x")
        try await terminal.see("at duskx")
        try await leave(with: "C-c")
        #expect(!terminal.screen.contains("#1"))
        try terminal.press("F5")
        try await terminal.see("#1")
    }

    @Test func aPasteOfAMegabyteIsTakenAndTheKeysWorkAfterwards() async throws {
        let file = "\(terminal.folder)/paste"
        let text = String(repeating: "many words \(Self.functionKey)\n", count: 60_000)
        try (Self.start + text + Self.end).write(toFile: file, atomically: true, encoding: .utf8)
        try terminal.run("load-buffer", file)
        try terminal.run("paste-buffer", "-r")
        try await terminal.see("many words")
        #expect(!terminal.screen.contains("#1"))
        try await eventually("a key is a key again") {
            try terminal.press("Escape")
            return terminal.screen.contains("▸ 2 Tasks")
        }
    }

    @Test func aBurstOfYesDoesNotSendAgain() async throws {
        try terminal.press("F5")
        try await terminal.see("#1")
        try await terminal.leaveForm()
        try terminal.press("r")
        try await terminal.see("▸ 1 Compose")
        try terminal.press("F5")
        try await terminal.see("Send it again?")
        try terminal.type("yyy")
        try await terminal.see("Press y alone")
        #expect(!terminal.screen.contains("#2"))
        try await terminal.answerYes(to: "Send it again?")
        try await terminal.see("#2")
    }

    /// A key counts that comes alone, some time after the text.
    private func leave(with key: String) async throws {
        for _ in 0..<20 where !terminal.screen.contains("The paste was ended") {
            try terminal.press(key)
            try await Task.sleep(for: .seconds(1))
        }
        #expect(terminal.screen.contains("The paste was ended"))
    }
}
