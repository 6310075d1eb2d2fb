import Foundation
import Glibc
import Programs
import Testing

@testable import apixo

/// Nobody reads what is printed. That must keep nothing and nobody.
struct StalledReaderTests {
    private let folder: Folder
    private let service: SimulatorProgram
    private let program: Program

    init() async throws {
        (folder, service, program) = try await SimulatorProgram.withProgram()
    }

    @Test(arguments: StalledReader.Kind.allCases)
    func theWorkerGoesOnAndEndsAtATermSignal(kind: StalledReader.Kind) async throws {
        let reader = try StalledReader(kind)
        let worker = try reader.start(program, ["worker"])
        for number in 1...3 { try await submit("\(number)") }
        try await waitForTasks(3)
        worker.signal(SIGTERM)
        #expect(try await worker.outcome(within: 30).code == 0)
        try await submit("the next one")
        #expect(try await program.run("worker", "--until-idle").code == 0)
        try await waitForTasks(4)
    }

    @Test(arguments: StalledReader.Kind.allCases)
    func whatTheWorkerSaidIsThereWhenTheReaderReadsAgain(kind: StalledReader.Kind) async throws {
        let reader = try StalledReader(kind)
        let worker = try reader.start(program, ["worker"])
        try await submit("late words")
        try await waitForTasks(1)
        let text = try await reader.read(until: "saved ")
        #expect(text.contains("#1     pending") && text.contains("saved "), "\(text)")
        worker.signal(SIGTERM)
        #expect(try await worker.outcome().code == 0)
    }

    @Test func theDashboardGoesOnAndEndsAtATermSignal() async throws {
        let reader = try StalledReader(.terminal)
        let dashboard = try reader.start(program, [])
        try await submit("behind a stopped screen")
        try await waitForTasks(1)
        dashboard.signal(SIGTERM)
        #expect(try await dashboard.outcome(within: 30).code == 0)
    }

    @Test func aSubmitWaitsForASlowReaderAndEndsAtATermSignal() async throws {
        let reader = try StalledReader(.pipe)
        let slow = try reader.start(program, ["submit", "quick", "--prompt", "x", "--json"])
        try await waitForTasks(1, in: Self.accepted)
        #expect(try await reader.read(until: "\"usd\"").contains("\"usd\""))
        #expect(try await slow.outcome().code == 0)
        let stopped = try StalledReader(.pipe)
        let endless = try stopped.start(program, ["submit", "quick", "--prompt", "y", "--json"])
        try await waitForTasks(2, in: Self.accepted)
        endless.signal(SIGTERM)
        _ = try await endless.outcome(within: 30)
    }

    @Test func linesThatFindNoRoomAreCounted() async throws {
        let reader = try StalledReader(.pipe)
        let file = open(reader.path, O_WRONLY | O_CLOEXEC)
        defer { close(file) }
        let printer = LinePrinter(to: file)
        for number in 1...10_000 { printer.print("line \(number) \(Self.filling)") }
        var text = ""
        var (printed, missing) = (0, 0)
        while printed + missing < 10_000 {
            let more = try await reader.read(until: "\n")
            try #require(!more.isEmpty, "\(printed) and \(missing)")
            text += more
            let lines = text.split(separator: "\n")
            printed = lines.count { $0.hasPrefix("line ") && $0.hasSuffix(Self.filling) }
            missing = lines.compactMap(Self.missing).reduce(0, +)
        }
        #expect(printed > 100 && missing > 100 && printed + missing == 10_000)
        printer.print("afterwards")
        #expect(try await reader.read(until: "afterwards").hasSuffix("afterwards\n"))
    }

    private static func missing(_ line: Substring) -> Int? {
        let words = line.split(separator: " ")
        guard words.first == "apixo:", line.hasSuffix("shows all") else { return nil }
        return Int(words[1])
    }

    private static let accepted: Set = ["pending", "processing", "success"]
    private static let filling = String(repeating: "x", count: 80)

    private func submit(_ prompt: String) async throws {
        #expect(try await program.run("submit", "quick", "--prompt", prompt).code == 0)
    }

    private func waitForTasks(_ count: Int, in states: Set<String> = ["success"]) async throws {
        try await until("\(count) tasks are so far") {
            let tasks = try await program.run("tasks", "--json").json?.array ?? []
            return tasks.count { states.contains($0["state"]?.string ?? "") } >= count
        }
    }
}
