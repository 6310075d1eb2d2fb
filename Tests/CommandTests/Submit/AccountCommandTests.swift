import Apixo
import Foundation
import Programs
import Testing

/// A service that lets an account have less than its models' pages promise.
struct AccountCommandTests {
    private static let models = ["red", "green", "blue"]

    private func simulator(in folder: Folder) async throws -> SimulatorProgram {
        try await SimulatorProgram(in: folder, timeScale: 0.2, plan: .free)
    }

    private func refusals(_ service: SimulatorProgram) -> Int {
        service.entries("refused").count { $0["status"]?.integer == 429 }
    }

    /// Twelve tasks over three models, from the batch to the last result; the minute is a true one.
    private func refusalsOfTwelve(configuration: String) async throws -> Int {
        let folder = try Folder()
        // One poll finds each task done, so that the test is no longer than the minute makes it.
        for model in Self.models { try folder.addQuickModel(model, firstAfter: 8, every: 10) }
        try folder.write(configuration, to: "config/apixo/config.toml")
        let service = try await simulator(in: folder)
        let program = Program(folder, address: service.address)
        let lines = (1...4).flatMap { turn in
            Self.models.map { model in
                #"{"model":"\#(model)","prompt":"picture no. \#(turn)"}"#
            }
        }
        let file = try folder.write(lines.joined(separator: "\n"), to: "batch.jsonl")
        let batch = try await program.run("submit", "--batch", file, "--yes")
        #expect(batch.code == 0, "\(batch)")
        let end = try await program.start(["worker", "--until-idle"]).outcome(within: 600)
        #expect(end.code == 0, "\(end)")
        #expect(service.entries("accepted").count == 12)
        return refusals(service)
    }

    @Test func twelveTasksUnderTheSmallestPlanMeetOneRefusalAndNoneWhenConfigured() async throws {
        async let learnt = refusalsOfTwelve(configuration: "")
        async let configured = refusalsOfTwelve(configuration: "[account]\nplan = \"free\"\n")
        #expect(try await learnt <= 1)
        #expect(try await configured == 0)
    }

    @Test func whatWasLearntOutlivesTheProgram() async throws {
        let folder = try Folder()
        try folder.addQuickModel(every: 2)
        let service = try await simulator(in: folder)
        let program = Program(folder, address: service.address)
        let line = #"{"model":"quick","prompt":"a lake [never]"}"#
        let lines = Array(repeating: line, count: 4).joined(separator: "\n")
        let file = try folder.write(lines, to: "batch.jsonl")
        #expect(try await program.run("submit", "--batch", file, "--yes", "--again").code == 0)
        let first = try program.start(["worker"])
        let words = "the account is taken to have 10 requests a minute and 3 tasks at once"
        try await first.waitToSay(words)
        first.signal(SIGKILL)
        _ = try await first.outcome()
        let polls = service.entries("poll").count
        let second = try program.start(["worker"])
        try await second.waitToSay(words)
        // Once it polls, it has also sent what it would send.
        try await until("it polls") { service.entries("poll").count > polls }
        #expect(service.entries("accepted").count == 3 && refusals(service) == 1)
    }

    @Test(arguments: [
        ("plan = \"gold\"", "account.plan: \"gold\" is not one of free, pro"),
        ("plan = \"free\"\ntasks_at_once = 2", "account.plan: cannot be combined"),
        ("tasks_at_once = 0", "account.tasks_at_once: must be from 1 to 1000000"),
        ("requests_per_minute = \"many\"", "requests_per_minute"),
        ("speed = 3", "speed"),
    ])
    func aFaultyAccountIsNamed(section: String, words: String) async throws {
        let folder = try Folder()
        try folder.write("[account]\n\(section)\n", to: "config/apixo/config.toml")
        let end = try await Program(folder).run("worker", "--until-idle")
        #expect(end.code == 2 && end.errors.contains(words), "\(end)")
    }
}
