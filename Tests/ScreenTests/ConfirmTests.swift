import Apixo
import Foundation
import Machine
import Programs
import TaskJournal
import Tasks
import Testing

/// Old requests in a queue, at the dashboard.
struct ConfirmTests {
    @Test func oSendsAnOldRequestAfterAYesAndXTakesItBack() async throws {
        let folder = try Folder()
        try folder.addQuickModel()
        let service = try await SimulatorProgram(in: folder, timeScale: 0.1)
        let requests = ["a lighthouse", "a harbour"].map {
            GenerateRequest(model: ModelID(rawValue: "quick"), input: ["prompt": .text($0)])
        }
        _ = try Journal(folder: folder.data).insert(
            requests.map { Intent($0) },
            at: SteadyClock().now - 3 * ConfirmRule.day,
        )
        let terminal = try Tmux()
        let program = Program(folder, address: service.address)
        try terminal.open(columns: 160, environment: program.environment)
        try terminal.type("clear; \(Tmux.program); echo code=$?")
        try terminal.press("Enter")
        try await terminal.see("2 wait for your yes (o)")
        try await terminal.see("your yes: decided on more than 24 hours")
        #expect(terminal.screen.contains("o confirm"))
        #expect(terminal.screen.contains("3 d 0 h ago"))
        try terminal.press("o")
        try await terminal.see("Send #2 now?")
        try terminal.press("n")
        try await terminal.wait("the question is gone") { !$0.contains("Send #2 now?") }
        #expect(service.entries("accepted").isEmpty)
        try terminal.press("o")
        try await terminal.answerYes(to: "Send #2 now?")
        try await terminal.wait("it was sent") { _ in service.entries("accepted").count == 1 }
        try await terminal.see("1 waits for your yes (o)")
        try terminal.press("j")
        try await terminal.see("Not sent yet: press o to send it")
        try terminal.press("x")
        try await terminal.answerYes(to: "Take #1 back?")
        try await terminal.wait("none waits any more") { !$0.contains("for your yes") }
        try terminal.press("q")
        try await terminal.see("code=0")
        #expect(service.entries("accepted").count == 1)
    }
}
