import Apixo
import Foundation
import Machine
import Programs
import Synchronization
import TaskJournal
import Tasks
import Testing

/// What holds a queue, and what lets it go, at a real terminal.
@Suite(.serialized)
struct HeldTests {
    private let folder: Folder

    init() throws { folder = try Folder() }

    /// Closes the line upon every request for a task until it is mended.
    private final class Service: Sendable {
        private final class State: Sendable {
            private let flag = Mutex(false)
            var isMended: Bool { flag.withLock { $0 } }
            func mend() { flag.withLock { $0 = true } }
        }

        private let state: State
        private let server: PlainServer

        init() throws {
            let state = State()
            self.state = state
            server = try PlainServer { request in
                if request.method == "POST", !state.isMended { return nil }
                return PlainService(urls: []).answer(to: request)
            }
        }

        var address: String { server.address }
        func mend() { state.mend() }
        var posts: Int { server.requests.count { $0.method == "POST" } }
    }

    private func queue(_ count: Int) throws {
        let model = ModelID(rawValue: "quick")
        let intents = (1...count).map { number in
            Intent(GenerateRequest(model: model, input: ["prompt": .text("picture \(number)")]))
        }
        _ = try Journal(folder: folder.data).insert(intents, at: SteadyClock().now)
    }

    @Test func aStoppedModelIsSaidAndCGoesOn() async throws {
        try folder.addQuickModel(brake: "pause = 600")
        try queue(5)
        let service = try Service()
        let terminal = try Tmux()
        try terminal.open(environment: Program(folder, address: service.address).environment)
        try terminal.type("clear; \(Tmux.program); echo code=$?")
        try terminal.press("Enter")
        try await terminal.see("quick stopped: 3 unknown")
        try await terminal.wait("the rows say so") { screen in
            screen.split(separator: "\n").count { $0.contains(" stopped ") && $0.contains("#") }
                == 2
        }
        #expect(service.posts == 3)
        service.mend()
        try terminal.press("c")
        try await terminal.wait("the rest is sent") { _ in service.posts == 5 }
        try await terminal.wait("nothing is stopped") { !$0.contains("stopped") }
        try terminal.press("q")
        try await terminal.see("code=0")
    }

    @Test(arguments: [("n", "code=2", 0), ("y", "code=0", 2)])
    func aBatchAsksAtTheTerminal(answer: String, code: String, accepted: Int) async throws {
        try folder.addQuickModel()
        let simulator = try await SimulatorProgram(in: folder)
        let lines = ["a lake", "a hill"].map { #"{"model":"quick","prompt":"\#($0)"}"# }
        let file = try folder.write(lines.joined(separator: "\n"), to: "batch.jsonl")
        let terminal = try Tmux()
        try terminal.open(environment: Program(folder, address: simulator.address).environment)
        try terminal.type("clear; \(Tmux.program) submit --batch \(file); echo code=$?")
        try terminal.press("Enter")
        try await terminal.see("[y/N]")
        #expect(simulator.entries("accepted").isEmpty)
        try terminal.type(answer)
        try terminal.press("Enter")
        try await terminal.see(code)
        #expect(simulator.entries("accepted").count == accepted)
    }

    @Test(arguments: [("", "code=2", 1), ("yes", "code=0", 2)])
    func resendAsksAtTheTerminal(answer: String, code: String, accepted: Int) async throws {
        try folder.addQuickModel()
        let simulator = try await SimulatorProgram(in: folder)
        let program = Program(folder, address: simulator.address)
        #expect(try await program.run("submit", "quick", "--prompt", "a lake", "--wait").code == 0)
        let terminal = try Tmux()
        try terminal.open(environment: program.environment)
        try terminal.type("clear; \(Tmux.program) resend 1; echo code=$?")
        try terminal.press("Enter")
        try await terminal.see("it is billed again. [y/N]")
        try terminal.type(answer)
        try terminal.press("Enter")
        try await terminal.see(code)
        #expect(simulator.entries("accepted").count == accepted)
    }
}
