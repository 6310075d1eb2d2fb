import Apixo
import Foundation
import GRDB
import Programs
import Testing

/// Caps and sums on the command line.
struct SpentCommandTests {
    private let folder: Folder

    init() throws { folder = try .withQuickModel() }

    private func cap(_ text: String) throws {
        try folder.write("[spend]\n\(text)\n", to: "config/apixo/config.toml")
    }

    @Test func aScriptObeysTheCap() async throws {
        try cap("day_tasks = 2")
        let service = try await SimulatorProgram(in: folder)
        let program = Program(folder, address: service.address)
        for prompt in ["a", "b"] {
            let end = try await program.run("submit", "quick", "--prompt", prompt, "--wait")
            #expect(end.code == 0)
        }
        let end = try await program.run("submit", "quick", "--prompt", "c")
        #expect(end.code == 6)
        #expect(
            end.errors.contains("not sent: it would pass today's cap of 2 tasks (2 sent or queued)")
        )
        #expect(service.entries("accepted").count == 2)
        let spent = try await program.run("spent")
        #expect(spent.output.contains("quick              2 tasks    2 tasks"))
        #expect(spent.output.contains("today: 2 of 2 tasks, the queued ones with them"))
        let json = try await program.run("spent", "--json")
        let line = try #require(json.json?.array?.first)
        #expect(line["tasks"]?.integer == 2 && line["model"]?.string == "quick")
        #expect(line["usd"] == .null)
    }

    @Test func whatAClockThatWasAheadDatedFillsNoOtherDay() async throws {
        try cap("day_tasks = 1")
        let service = try await SimulatorProgram(in: folder)
        let program = Program(folder, address: service.address)
        #expect(try await program.run("submit", "quick", "--prompt", "a", "--wait").code == 0)
        let days = 4 * 86_400_000
        try await folder.openJournal().write { db in
            try db.execute(
                sql:
                    "UPDATE task SET sentAt = sentAt + \(days), submittedAt = submittedAt + \(days)"
            )
        }
        #expect(try await program.run("submit", "quick", "--prompt", "b", "--wait").code == 0)
        #expect(try await program.run("submit", "quick", "--prompt", "c").code == 6)
        #expect(service.entries("accepted").count == 2)
    }

    /// Five cents an image.
    private static let pricedModel = """
        id = "priced"
        [limits]
        requests_per_minute = 100000
        tasks_at_once = 50
        [polling]
        first_after = 0.05
        every = 0.1
        [[typical]]
        seconds = [1, 3]
        [billing]
        unit = "image"
        count = "count"
        price = 0.05
        [[field]]
        name = "prompt"
        kind = "text"
        [[field]]
        name = "count"
        kind = "integer"
        range = [1, 9]
        required = true
        """

    private struct Dear {
        var cap: String
        /// What is let through before.
        var before: [[String]] = []
        var refused: [String]
        var sentence: String
    }

    private static let dear = [
        Dear(
            cap: "batch_usd = 0.12",
            before: [["priced", "--set", "count=2"], ["priced", "--set", "count=2", "--again"]],
            refused: ["priced", "--set", "count=3"],
            sentence: "up to 0.15 USD at once is above the cap of 0.12; see batch_usd",
        ),
        Dear(
            cap: "day_usd = 0.12",
            before: [["priced", "--set", "count=2"]],
            refused: ["priced", "--set", "count=1"],
            sentence:
                "it would pass today's cap of 0.12 USD (up to 0.10 sent or queued); see day_usd",
        ),
        Dear(
            cap: "day_usd = 1000",
            refused: ["quick"],
            sentence: "a cap in USD is set and quick has no price; set price under [billing]",
        ),
        Dear(
            cap: "batch_usd = 1000",
            refused: ["quick"],
            sentence: "a cap in USD is set and quick has no price; set price under [billing]",
        ),
    ]

    @Test(arguments: dear)
    private func aRequestOverACapInUSDExitsWith6AndIsNotSent(_ dear: Dear) async throws {
        try cap(dear.cap)
        try folder.write(Self.pricedModel, to: "config/apixo/models/priced.toml")
        let service = try await SimulatorProgram(in: folder)
        let program = Program(folder, address: service.address)
        for words in dear.before {
            let end = try await program.submit(words)
            #expect(end.code == 0, "\(end)")
        }
        let end = try await program.submit(dear.refused)
        #expect(end.code == 6 && end.output == "", "\(end)")
        #expect(end.errors.contains("not sent: \(dear.sentence)"), "\(end.errors)")
        #expect(try await program.run("worker", "--until-idle").code == 0)
        #expect(service.entries("accepted").count == dear.before.count)
        #expect(service.entries("refused").isEmpty)
        let tasks = try await program.run("tasks", "--json")
        #expect(tasks.json?.array?.count == dear.before.count)
    }

    /// The intents were written while no cap stood; where they leave, it stands now.
    @Test func theWorkerObeysTheCap() async throws {
        let service = try await SimulatorProgram(in: folder)
        let proxy = try BreakableProxy(to: service.address)
        let program = Program(folder, address: proxy.address)
        proxy.close()
        for prompt in ["a", "b", "c"] {
            _ = try await program.run("submit", "quick", "--prompt", prompt)
        }
        try proxy.open()
        try cap("day_tasks = 1")
        let worker = try program.start(["worker"])
        _ = try await worker.line(after: "#1     success")
        worker.signal(SIGTERM)
        let end = try await worker.outcome()
        #expect(
            end.errors.contains("apixo: quick waits: it would pass today's cap of 1 task (1 sent")
        )
        #expect(service.entries("accepted").count == 1)
        let tasks = try await program.run("tasks", "--state", "queued")
        #expect(tasks.output.split(separator: "\n").count == 2)
    }

    @Test(arguments: [
        ("day_tasks = -1", "spend.day_tasks: must be a number of tasks, 0 or more"),
        ("day_usd = \"much\"", "spend.day_usd: must be a number"),
        ("batch_usd = -0.5", "spend.batch_usd: must be an amount in USD, from 0 to 1000000"),
        ("daily = 3", "spend.daily: unknown key"),
    ])
    func aFaultyCapIsNamed(text: String, sentence: String) async throws {
        try cap(text)
        let end = try await Program(folder, address: "http://127.0.0.1:1").run("spent")
        #expect(end.code == 2)
        #expect(end.errors.contains(sentence))
    }
}

extension Program {
    fileprivate func submit(_ words: [String]) async throws -> Outcome {
        try await start(["submit"] + words + ["--prompt", "a"]).outcome()
    }
}
