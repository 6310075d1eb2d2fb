import Foundation
import Programs
import Testing

/// Why a task waits, as the built binary says it in a real terminal.
@Suite(.serialized)
struct LimitTests {
    private let folder: Folder

    init() throws { folder = try Folder() }

    /// Queues what the dashboard finds when it opens, and quits it afterwards.
    private func watch(
        _ service: SimulatorProgram,
        _ prompts: String...,
        key: String = Program.key,
        _ body: (Tmux) async throws -> Void,
    ) async throws {
        let proxy = try BreakableProxy(to: service.address)
        proxy.close()
        var program = Program(folder, address: proxy.address)
        program.key = key
        for prompt in prompts {
            // Nobody listens there: it is written down and stays queued.
            #expect(try await program.run("submit", "quick", "--prompt", prompt).code == 5)
        }
        try proxy.open()
        let terminal = try Tmux()
        try terminal.open(environment: program.environment)
        try terminal.type("clear; \(Tmux.program); echo code=$?")
        try terminal.press("Enter")
        try await body(terminal)
        try terminal.press("q")
        try await terminal.see("code=0")
    }

    private func row(_ number: Int, in screen: String) -> Substring {
        screen.split(separator: "\n").first { $0.contains("│ ") && $0.contains(" #\(number) ") }
            ?? ""
    }

    @Test func slotsThatAreTakenAreSaid() async throws {
        try folder.addQuickModel(atOnce: 1)
        let service = try await SimulatorProgram(in: folder)
        try await watch(service, "[never]", "two") { terminal in
            try await terminal.see("1 live · 1 queued: slots")
            try await terminal.wait("the row says so") { row(2, in: $0).contains(" no slot ") }
        }
        #expect(service.entries("refused").isEmpty)
    }

    @Test func aMinuteThatIsSpentIsSaid() async throws {
        try folder.addQuickModel(perMinute: 3)
        let service = try await SimulatorProgram(in: folder)
        // Their tries without a connection count as well: a killed program could not tell.
        try await watch(service, "[never]", "two") { terminal in
            try await terminal.see("queued: minute full until ")
            try await terminal.wait("the row says so") { row(2, in: $0).contains(" minute ") }
        }
        #expect(service.entries("refused").isEmpty)
    }

    @Test func aPauseAfterTooManyRequestsIsSaidAndTheTaskStaysQueued() async throws {
        try folder.addQuickModel()
        let service = try await SimulatorProgram(in: folder, faults: ["429=1"], retryAfter: 30)
        try await watch(service, "one") { terminal in
            try await terminal.see("1 queued: paused until ")
            #expect(terminal.screen.contains("(429)"))
            try await terminal.wait("the row says so") { row(1, in: $0).contains(" paused ") }
            #expect(terminal.screen.contains("the service, which said too many requests (429)"))
            try await terminal.checkIsLive()
        }
        #expect(
            service.entries("refused").filter { $0["endpoint"]?.string == "generateTask" }.count
                == 1
        )
    }

    @Test func aKeyThatIsRefusedIsSaidAndTheRestStaysQueued() async throws {
        try folder.addQuickModel(atOnce: 1)
        let service = try await SimulatorProgram(in: folder)
        try await watch(service, "one", "two", key: "wrong") { terminal in
            try await terminal.see("API key refused")
            try await terminal.wait("the row says so") { row(2, in: $0).contains(" key ") }
            // The balance call has told before anything was sent.
            #expect(row(1, in: terminal.screen).contains(" key "))
        }
        #expect(service.entries("accepted").isEmpty)
    }
}
