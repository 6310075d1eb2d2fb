import Apixo
import Foundation
import Programs
import Testing

/// Dashboards in two real terminals, a worker and submits, all on one data folder.
@Suite(.serialized)
struct SharedFolderTests {
    private let folder: Folder

    init() throws {
        folder = try Folder()
        try folder.addQuickModel()
    }

    private func dashboard(_ program: Program, rows: Int = 40) async throws -> Tmux {
        let terminal = try Tmux()
        try terminal.open(rows: rows, environment: program.environment)
        try terminal.type("clear; \(Tmux.program); echo code=$?")
        try terminal.press("Enter")
        try await terminal.see("2 Tasks")
        return terminal
    }

    @Test func oneSendsAllShowTheSameAndAnotherTakesOverWhenItIsKilled() async throws {
        let service = try await SimulatorProgram(in: folder)
        let program = Program(folder, address: service.address)
        let first = try await dashboard(program)
        let second = try await dashboard(program)
        try await second.see("another terminal is the leader")
        let worker = try program.start(["worker"])
        let submit = try await program.run("submit", "quick", "--prompt", "one [take:60]")
        #expect(submit.code == 0, "\(submit)")
        for terminal in [first, second] { try await terminal.see("● processing  #1") }
        try await second.compose("two [take:60]", model: "quick")
        try second.press("F5")
        for terminal in [first, second] { try await terminal.see("● processing  #2") }
        try await second.see("2 live")

        for process in try first.processes() { kill(process, SIGKILL) }
        let takeover = Date().timeIntervalSince1970 * 1000
        try await second.leaveForm()
        try await second.wait("both have ended") { $0.count(of: "✓ success") >= 2 }
        #expect(!second.screen.contains("locked"))
        worker.signal(SIGTERM)
        let end = try await worker.outcome()
        #expect(end.code == 0 && !end.errors.contains("locked"), "\(end.errors)")
        try second.press("q")
        try await second.see("code=0")
        try check(service, takeover)
    }

    /// The model is polled every 100 ms: two programs that look would come closer together.
    private func check(_ service: SimulatorProgram, _ takeover: Double) throws {
        let accepted = service.entries("accepted").compactMap { $0["taskId"]?.string }
        #expect(accepted.count == 2)
        for id in accepted {
            let times = service.entries("poll").filter { $0["taskId"]?.string == id }
                .compactMap { $0["at"]?.integer }
            let pairs = zip(times, times.dropFirst())
            let close = pairs.filter { $1 - $0 < 80 }
            // The new leader polls once, not knowing when the killed one did.
            #expect(close.count <= 1, "\(close) of \(times.count)")
            #expect(close.allSatisfy { Double($1) > takeover - 1000 }, "\(close)")
            // Three seconds are promised; a poll once may have been the killed one's.
            let first = times.first { Double($0) > takeover + 500 }.map(Double.init)
            #expect(first.map { $0 < takeover + 9000 } == true, "\(takeover): \(times)")
        }
    }

    @Test func aStormOfSubmitsIsSentOnceEachAndNothingIsLocked() async throws {
        let service = try await SimulatorProgram(in: folder)
        let program = Program(folder, address: service.address)
        let terminal = try await dashboard(program, rows: 80)
        let prompts = (1...20).map { "storm \($0)" }
        let submits = try prompts.map { try program.start(["submit", "quick", "--prompt", $0]) }
        for submit in submits {
            let end = try await submit.outcome()
            #expect(end.code == 0 && end.errors.isEmpty, "\(end)")
        }
        try await terminal.see("/20 ")
        try await terminal.wait("all have ended") { $0.count(of: "✓ success") >= 20 }
        #expect(!terminal.screen.contains("locked"))
        let accepted = service.entries("accepted")
            .compactMap { $0["request"]?["input"]?["prompt"]?.string }
        #expect(accepted.sorted() == prompts.sorted())
    }
}

extension String {
    func count(of text: String) -> Int {
        split(separator: text, omittingEmptySubsequences: false).count - 1
    }
}
