import Apixo
import Foundation
import GRDB
import Programs
import Testing

/// The commands that read, and those that keep house.
struct TaskCommandTests {
    private let folder: Folder
    private let service: SimulatorProgram
    private let program: Program

    init() async throws {
        (folder, service, program) = try await SimulatorProgram.withProgram()
    }

    private func submit(_ prompts: String...) async throws {
        for prompt in prompts {
            _ = try await program.run("submit", "quick", "--prompt", prompt, "--wait")
        }
    }

    @Test func anEmptyListIsAnEmptyArray() async throws {
        let end = try await program.run("tasks", "--json")
        #expect(end.code == 0 && end.json == .array([]))
    }

    @Test func tasksAreListedNewestFirstAndByState() async throws {
        try await submit("one", "[fail:X]", "three")
        let all = try await program.run("tasks", "--json")
        #expect(all.json?.array?.compactMap { $0["id"]?.integer } == [3, 2, 1])
        let failed = try await program.run("tasks", "--state", "failed", "--json")
        #expect(failed.json?.array?.compactMap { $0["failCode"]?.string } == ["X"])
        let lines = try await program.run("tasks").output.split(separator: "\n")
        #expect(lines.count == 3 && lines[1].contains("#2") && lines[1].contains("failed"))
    }

    @Test func aTaskIsShownByItsNumberAndByItsTaskID() async throws {
        try await submit("one", "two")
        let byNumber = try await program.run("show", "2", "--json")
        let id = try #require(byNumber.json?["taskId"]?.string)
        #expect(try await program.run("show", id, "--json").json == byNumber.json)
        #expect(try await program.run("show", "#2", "--json").json == byNumber.json)
        let text = try await program.run("show", id)
        #expect(text.code == 0 && text.output.contains(id) && text.output.contains("resultUrl"))
    }

    @Test func anUnknownTaskIsShownWithItsEvidence() async throws {
        let proxy = try BreakableProxy(to: service.address)
        let program = Program(folder, address: proxy.address)
        try await readBalance(on: proxy)
        let fault = try await SimulatorProgram(in: folder, faults: ["close-after=1"])
        try proxy.open(to: fault.address)
        #expect(try await program.run("submit", "quick", "--prompt", "lost").code == 3)
        let early = try await program.run("show", "2").output
        #expect(early.contains("\nafter        balance not known\n"), "\(early)")
        try await readBalance(on: proxy)
        let text = try await program.run("show", "2").output
        for line in ["sent         20", "noticed      20", "before       balance 100000"] {
            #expect(text.contains("\n\(line)"), "\(text)")
        }
        let json = try await program.run("show", "2", "--json").json
        let amounts = ["balanceAfter", "balanceBefore"].compactMap { json?[$0]?.number }
        #expect(amounts.count == 2 && amounts[0] < amounts[1], "\(amounts)")
        let times = ["submittedAt", "sentAt", "noticedAt"].compactMap { json?[$0]?.integer }
        #expect(times.count == 3 && times == times.sorted(), "\(times)")
    }

    /// A worker that has something to send asks for the balance.
    private func readBalance(on proxy: BreakableProxy) async throws {
        let program = Program(folder, address: proxy.address)
        proxy.close()
        #expect(try await program.run("submit", "quick", "--prompt", "later", "--again").code == 5)
        try proxy.open(to: service.address)
        #expect(try await program.run("worker", "--until-idle").code == 0)
    }

    @Test func theBalancesAroundAnUnknownSubmitAreListedAsTheyAreShown() async throws {
        let end = try await program.run("submit", "quick", "--prompt", "[refuse:500]", "--wait")
        #expect(end.code == 3)
        let worker = try program.start(["worker"])
        var shown: JSON?
        try await until("the balance was read once more") {
            shown = try await program.run("show", "1", "--json").json
            return shown?["balanceAfter"] != .null
        }
        worker.signal(SIGTERM)
        #expect(try await worker.outcome().code == 0)
        #expect(try await program.run("tasks", "--json").json?.array == shown.map { [$0] })
    }

    @Test func aTaskThatIsNotThereExitsWith2() async throws {
        let end = try await program.run("show", "77", "--json")
        #expect(end.code == 2 && end.output == "" && end.errors.contains("77"))
    }

    @Test func aTaskThatCannotBeReadIsSaid() async throws {
        try await submit("one", "two")
        try await folder.openJournal().write { db in
            try db.execute(sql: "UPDATE task SET request = '{' WHERE id = 1")
        }
        let words = "1 row of the journal cannot be read; it is kept: task 1 (request)"
        let list = try await program.run("tasks", "--json")
        #expect(list.code == 0 && list.json?.array?.compactMap { $0["id"]?.integer } == [2])
        #expect(list.errors.contains(words))
        let show = try await program.run("show", "1")
        #expect(show.code == 2 && show.errors.contains(words))
        let worker = try await program.run("worker", "--until-idle")
        #expect(worker.code == 0 && worker.errors.contains(words))
    }

    @Test func theWorkerReturnsWhenNothingIsLeft() async throws {
        #expect(try await program.run("worker", "--until-idle").code == 0)
        for number in 1...5 {
            _ = try await program.run("submit", "quick", "--prompt", "\(number)")
        }
        #expect(try await program.run("worker", "--until-idle").code == 0)
        let done = try await program.run("tasks", "--state", "success", "--json")
        #expect(done.json?.array?.count == 5)
        #expect(done.json?.array?.allSatisfy { $0["files"]?.array?.count == 1 } == true)
    }

    @Test func aTermSignalEndsTheWorker() async throws {
        let worker = try program.start(["worker"])
        _ = try await program.run("submit", "quick", "--prompt", "[never]")
        worker.signal(SIGTERM)
        #expect(try await worker.outcome(within: 10).code == 0)
    }

    @Test func loginKeepsTheKeyForItsOwnerAlone() async throws {
        var program = program
        program.key = nil
        let end = try await program.run("login", input: "\(Program.key)\n")
        #expect(end.code == 0 && !end.errors.contains(Program.key))
        let file = "\(folder.configuration)/apixo/key"
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions]
        #expect(mode as? Int == 0o600)
        #expect(try await program.run("submit", "quick", "--prompt", "x").code == 0)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
        let refused = try await program.run("submit", "quick", "--prompt", "x")
        #expect(refused.code == 4 && refused.errors.contains("can be read by others"))
    }

    @Test(arguments: ["", "two words", "caf\u{E9}"])
    func whatCannotBeAKeyIsNotKept(text: String) async throws {
        #expect(try await program.run("login", input: "\(text)\n").code == 2)
    }

    @Test func theFoldersAreTakenBeforeAndAfterTheSubcommand() async throws {
        let data = "\(folder.path)/elsewhere"
        let file = try folder.write("theme = \"paper\"", to: "mine/config.toml")
        try await submit("one")
        for arguments in [
            ["tasks", "--json", "--data-dir", data, "--config", file],
            ["--data-dir", data, "--config", file, "tasks", "--json"],
        ] {
            let end = try await program.start(arguments).outcome()
            #expect(end.code == 0 && end.json == .array([]), "\(arguments): \(end.errors)")
        }
        #expect(!FileManager.default.fileExists(atPath: data))
    }

    @Test func aFaultyConfigurationIsNamedWithItsLine() async throws {
        let file = try folder.write("theme = \"paper\"\ncolour = 1\n", to: "bad.toml")
        let end = try await program.run("tasks", "--config", file)
        #expect(end.code == 2 && end.errors.contains("\(file):2"))
        let missing = try await program.run("tasks", "--config", "/nowhere.toml")
        #expect(missing.code == 2 && missing.errors.contains("/nowhere.toml"))
    }

    @Test func aFaultyModelFileIsReportedAndTheRestIsLoaded() async throws {
        try folder.write("id = \"bad\"\nlimits = 3\n", to: "config/apixo/models/bad.toml")
        let end = try await program.run("models", "--json")
        #expect(end.code == 0 && end.errors.contains("bad.toml"))
        let names = end.json?.array?.compactMap { $0["model"]?.string } ?? []
        #expect(Set(names).isSuperset(of: ["quick", "seedream-5-0", "gpt-image-1"]))
        #expect(!names.contains("bad"))
    }

    @Test func oneModelIsListedWithItsFields() async throws {
        let end = try await program.run("models", "seedream-5-0", "--json")
        #expect(end.json?["requestsPerMinute"]?.integer == 60)
        #expect(end.json?["fields"]?.array?.contains { $0["name"]?.string == "resolution" } == true)
    }

    @Test func aDamagedJournalIsSetAsideWithASentence() async throws {
        try folder.write(String(repeating: "garbage. ", count: 900), to: "data/journal.sqlite")
        let before = folder.files
        for command in ["tasks", "spent", "export"] {
            let end = try await program.run(command)
            #expect(end.code == 2 && end.output == "", "\(command): \(end)")
            #expect(end.errors.contains("is damaged"), "\(command): \(end)")
        }
        #expect(folder.files == before)
        #expect(try await program.run("worker", "--until-idle").code == 0)
        #expect(folder.files.keys.contains { $0.contains("journal.sqlite.damaged-") })
        #expect(try await program.run("tasks", "--json").json == .array([]))
    }

    @Test func aJournalOfANewerVersionIsLeftAloneWithASentence() async throws {
        try await submit("one")
        let file = "\(folder.data)/journal.sqlite"
        try await DatabaseQueue(path: file).write { db in
            try db.execute(sql: "INSERT INTO grdb_migrations VALUES ('from the future')")
        }
        let accepted = service.entries("accepted").count
        for arguments in [
            ["tasks"], ["show", "1"], ["spent"], ["export"], ["submit", "quick", "--prompt", "x"],
            ["worker"],
            [],
        ] {
            let end = try await program.start(arguments).outcome()
            #expect(end.code == 12 && end.output == "", "\(arguments): \(end)")
            let sentence = "\(file) was made by a newer version of apixo; use that version"
            #expect(end.errors.contains(sentence), "\(arguments): \(end.errors)")
        }
        #expect(service.entries("accepted").count == accepted)
        #expect(!folder.files.keys.contains { $0.contains("damaged") })
        let tasks = try await DatabaseQueue(path: file).read { db in
            try Int.fetchOne(db, sql: "SELECT count(*) FROM task")
        }
        #expect(tasks == 1)
    }

    @Test func helpAndVersionExitWith0() async throws {
        for argument in ["--help", "--version", "help"] {
            let end = try await program.run(argument)
            #expect(end.code == 0 && !end.output.isEmpty)
        }
    }
}
