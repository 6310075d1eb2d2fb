import Foundation
import Programs
import Testing

/// What a dashboard asks about the request that was under way when the one before was killed.
@Suite(.serialized)
struct AgainTests {
    private let folder: Folder

    init() throws {
        folder = try Folder()
        try folder.addQuickModel()
    }

    private func start(_ terminal: Tmux) async throws {
        try terminal.type("clear; \(Tmux.program); echo code=$?")
        try terminal.press("Enter")
        try await terminal.see("2 Tasks")
    }

    @Test func theKeptDraftOfAKilledDashboardIsNotSentAgainWithoutAQuestion() async throws {
        let service = try await SimulatorProgram(in: folder)
        let proxy = try BreakableProxy(to: service.address)
        let terminal = try Tmux()
        let program = Program(folder, address: proxy.address)
        try terminal.open(environment: program.environment)
        try await start(terminal)
        try await terminal.compose("a lighthouse", model: "quick")
        try proxy.open(.silent)
        try terminal.press("F5")
        try await terminal.see("→ sending")
        for process in try terminal.processes() { kill(process, SIGKILL) }
        try await terminal.see("code=137")
        // A killed program leaves the terminal as it was.
        try terminal.type("stty sane; echo sane=$?")
        try terminal.press("C-j")
        try await terminal.see("sane=0")
        try proxy.open()
        try await start(terminal)
        try await terminal.see("? unknown")
        try terminal.press("n")
        try await terminal.see("a lighthouse")
        try terminal.press("F5")
        try await terminal.see("Send it again?")
        #expect(terminal.screen.contains("#1, which got no answer"))
        try terminal.press("Escape")
        try await terminal.wait("the question is gone") { !$0.contains("Send it again?") }
        #expect(service.entries("accepted").isEmpty)
        try terminal.press("F5")
        try await terminal.answerYes(to: "Send it again?")
        try await terminal.see("#2")
        try await terminal.wait("it was sent") { _ in service.entries("accepted").count == 1 }
    }
}
