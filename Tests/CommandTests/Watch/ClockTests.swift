import Foundation
import GRDB
import Glibc
import Programs
import Testing

/// Clocks that are wrong, or set while a program runs.
struct ClockTests {
    private static let day = 86_400

    private let folder: Folder
    private let service: SimulatorProgram
    private let program: Program

    init() async throws {
        folder = try .withQuickModel()
        service = try await SimulatorProgram(in: folder, timeScale: 0.01)
        var program = Program(folder, address: service.address)
        program.surroundings = Preload.surroundings(["CLOCK_AHEAD": "\(folder.path)/clock"])
        self.program = program
    }

    /// Sets the clock that the programs see, which may run already.
    private func setClock(ahead seconds: Int) throws {
        try folder.write("\(seconds)\n", to: "clock.new")
        #expect(rename("\(folder.path)/clock.new", "\(folder.path)/clock") == 0)
    }

    private func submit(_ prompt: String) async throws -> Int32 {
        try await program.run("submit", "quick", "--prompt", prompt, "--wait").code
    }

    private func listed(_ number: Int, _ member: String) async throws -> Int {
        let task = try await program.run("show", "\(number)", "--json").json
        return try #require(task?[member]?.integer)
    }

    @Test(arguments: [(3 * day + 7200, "3 days forward"), (-3 * day - 7200, "3 days back")])
    func aClockThatIsSetIsNoticedAndWorkGoesOn(ahead: Int, words: String) async throws {
        #expect(try await submit("before") == 0)
        let before = try await listed(1, "submittedAt")
        let worker = try program.start(["worker"])
        _ = try await program.run("submit", "quick", "--prompt", "between")
        _ = try await worker.line(after: "#2     success")
        try setClock(ahead: ahead)
        _ = try await program.run("submit", "quick", "--prompt", "after")
        _ = try await worker.line(after: "#3     success")
        // It is watched by the new clock from its first poll to its last.
        #expect(try await submit("later [take:60]") == 0)
        let after = try await listed(4, "submittedAt")
        #expect(abs(after - before - ahead * 1000) < 600_000)
        let sentAt = try await folder.openJournal().read { db in
            try Int.fetchOne(db, sql: "SELECT sentAt FROM task WHERE id = 4")
        }
        #expect(abs((sentAt ?? 0) - after) < 60_000)
        worker.signal(SIGTERM)
        let end = try await worker.outcome()
        #expect(end.code == 0)
        let told = end.errors.split(separator: "\n").filter { $0.contains("clock was set") }
        #expect(told == ["apixo: the machine's clock was set \(words)"], "\(end.errors)")
        #expect(service.entries("accepted").count == 4)
    }

    @Test func anAnswerUnderWayIsWaitedForBeforeTheClockIsFollowed() async throws {
        let slow = try await SimulatorProgram(in: folder, timeScale: 0.2, faults: ["slow=1"])
        var program = program
        program.address = slow.address
        let worker = try program.start(["worker"])
        _ = try await program.run("submit", "quick", "--prompt", "one")
        try setClock(ahead: -5 * Self.day - 7200)
        _ = try await program.run("submit", "quick", "--prompt", "two")
        for number in 1...2 { _ = try await worker.line(after: "#\(number)     success") }
        worker.signal(SIGTERM)
        let end = try await worker.outcome()
        #expect(end.code == 0 && end.errors.contains("clock was set 5 days back"), "\(end)")
        #expect(slow.entries("accepted").count == 2)
    }
}
