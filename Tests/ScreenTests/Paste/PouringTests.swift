import Foundation
import Programs
import Testing

/// Text that reaches the terminal in ways no person types.
@Suite(.serialized)
struct PouringTests {
    private let folder: Folder
    private let service: SimulatorProgram
    private let terminal: Tmux

    init() async throws {
        folder = try Folder()
        try folder.addQuickModel()
        service = try await SimulatorProgram(in: folder)
        terminal = try Tmux()
        try terminal.open(environment: Program(folder, address: service.address).environment)
        try terminal.type("clear; \(Tmux.program); echo code=$?")
        try terminal.press("Enter")
        try await terminal.see("2 Tasks")
        try await terminal.compose("a lighthouse", model: "quick")
    }

    private func send(bytes text: String) throws {
        let codes = text.utf8.map { String($0, radix: 16) }
        try terminal.run(["send-keys", "-H"] + codes)
    }

    @Test func anUnbracketedBurstDoesNotSendAgain() async throws {
        try terminal.press("F5")
        try await terminal.see("success     #1")
        try terminal.press("F5")
        try await terminal.see("Send it again?")
        try await terminal.wait("it takes an answer") { $0.contains("y yes   n no") }
        try terminal.type("yyy")
        try await terminal.see("Press y alone")
        #expect(terminal.screen.contains("Send it again?"))
        #expect(service.entries("accepted").count == 1)
        try await terminal.answerYes(to: "Send it again?")
        try await eventually("it was sent again") { service.entries("accepted").count == 2 }
    }

    @Test func theRestOfAPasteThatStalledActsAsNoKey() async throws {
        try send(bytes: "\u{1B}[200~ at dusk")
        try await terminal.see("The paste has not ended")
        #expect(terminal.screen.contains("a lighthouse at dusk"))
        // F5, Escape twice and q would send the draft and leave.
        try send(bytes: "\u{1B}[15~\u{1B}\u{1B}q with gulls\u{1B}[201~")
        try await terminal.see("q with gulls")
        #expect(service.entries("accepted").isEmpty)
        try terminal.press("F5")
        try await eventually("the draft is sent") { service.entries("accepted").count == 1 }
    }

    @Test func escapeLeavesAPasteThatNeverEnds() async throws {
        try send(bytes: "\u{1B}[200~ at dusk")
        try await terminal.see("The paste has not ended")
        try terminal.press("Escape")
        // Whatever is typed at once may still be of the paste.
        try await Task.sleep(for: .milliseconds(1500))
        try terminal.press("F5")
        try await eventually("the draft is sent") { service.entries("accepted").count == 1 }
    }
}
