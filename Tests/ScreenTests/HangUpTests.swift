import Foundation
import Programs
import Testing

/// The line to the terminal breaks while a paid request is on its way.
@Suite(.serialized)
struct HangUpTests {
    private let folder: Folder

    init() throws {
        folder = try Folder()
        try folder.addQuickModel()
    }

    @Test func theAnswerToASubmitIsWaitedForThoughTheTerminalIsGone() async throws {
        let service = try await SimulatorProgram(in: folder, timeScale: 0.5, faults: ["slow=1"])
        let program = Program(folder, address: service.address)
        let terminal = try Tmux()
        try terminal.open(environment: program.environment)
        try terminal.type("\(Tmux.program)")
        try terminal.press("Enter")
        try await terminal.see("No tasks yet.")
        try await terminal.compose("on the way", model: "quick")
        try terminal.press("F5")
        try await terminal.see("→ sending")
        let process = try #require(try terminal.processes().first)
        // The kernel says it, and so does the shell.
        try terminal.run("kill-server")
        kill(process, SIGHUP)
        kill(process, SIGHUP)
        try await eventually("the program has ended") { kill(process, 0) != 0 }
        #expect(service.entries("accepted").count == 1)
        let tasks = try await program.run("tasks", "--json")
        let task = try #require(tasks.json?.array?.first)
        #expect(task["taskId"]?.string != nil, "\(tasks)")
    }
}
