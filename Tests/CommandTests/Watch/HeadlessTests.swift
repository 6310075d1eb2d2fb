import Apixo
import Foundation
import Glibc
import Programs
import Testing

/// Everything the dashboard can do, from a script: alone, and while another program leads.
struct HeadlessTests {
    enum Leader: CaseIterable {
        case none, worker
    }

    private let folder: Folder
    private let service: SimulatorProgram
    private let proxy: BreakableProxy
    private let program: Program

    init() async throws {
        (folder, service, proxy, program) = try await BreakableProxy.withProgram(timeScale: 0.02)
    }

    /// Runs `body` with a worker that leads, or without; nothing is sent on the way to `body`.
    private func with(_ leader: Leader, _ body: () async throws -> Void) async throws {
        guard leader == .worker else { return try await body() }
        let worker = try program.start(["worker"])
        try await until("there is a lock") {
            FileManager.default.fileExists(atPath: "\(folder.data)/leader.lock")
        }
        try await until("it leads") { !isLockFree }
        try await body()
        worker.signal(SIGTERM)
        #expect(try await worker.outcome().code == 0)
    }

    private var isLockFree: Bool {
        let file = open("\(folder.data)/leader.lock", O_RDWR)
        defer { close(file) }
        return flock(file, LOCK_EX | LOCK_NB) == 0
    }

    private func state(_ id: String) async throws -> String? {
        try await program.run("show", id, "--json").json?["state"]?.string
    }

    /// A submit whose answer is lost, though the service took it.
    private func loseAnswer(to prompt: String) async throws -> String {
        let fault = try await SimulatorProgram(
            in: folder,
            timeScale: 0.02,
            faults: ["close-after=1"]
        )
        try proxy.open(to: fault.address)
        #expect(try await program.run("submit", "quick", "--prompt", prompt).code == 3)
        let id = fault.entries("accepted").last?["taskId"]?.string
        return try #require(id)
    }

    @Test(arguments: Leader.allCases)
    func anUnknownTaskIsCountedAsLost(leader: Leader) async throws {
        _ = try await loseAnswer(to: "a")
        try proxy.open(to: service.address)
        try await with(leader) {
            let end = try await program.run("settle", "#1")
            #expect(end.code == 0 && end.errors.contains("#1 is marked as lost"), "\(end)")
            #expect(try await program.run("settle", "1").code == 0)
        }
    }

    @Test(arguments: Leader.allCases)
    func aTaskIDIsAttachedAndConfirmed(leader: Leader) async throws {
        let other = try await program.run("submit", "quick", "--prompt", "b", "--wait", "--json")
        let taken = try #require(other.json?["taskId"]?.string)
        _ = try await loseAnswer(to: "a")
        try proxy.open(to: service.address)
        try await with(leader) {
            let double = try await program.run("attach", "2", taken)
            #expect(double.code == 2 && double.errors.contains("is the taskId of #1"), "\(double)")
            let end = try await program.run("attach", "2", "task_nobody_knows")
            #expect(end.code == 3 && end.errors.contains("#2 stays unknown"), "\(end)")
            let odd = try await program.run("attach", "2", "a b")
            #expect(odd.code == 2)
        }
    }

    @Test(arguments: Leader.allCases)
    func aTaskIsPolledNow(leader: Leader) async throws {
        try folder.addQuickModel(every: 1000)
        _ = try await program.run("submit", "quick", "--prompt", "[never]")
        try await with(leader) {
            let before = service.entries("poll").count
            let end = try await program.run("poll", "1", "--json")
            #expect(end.code == 0 && end.json?["state"]?.string == "processing", "\(end)")
            #expect(service.entries("poll").count > before)
        }
    }

    @Test(arguments: Leader.allCases)
    func aResultIsFetchedAgainAndCopied(leader: Leader) async throws {
        let first = try await program.run("submit", "quick", "--prompt", "a", "--wait", "--json")
        let path = try #require(first.json?["files"]?.array?.first?.string)
        try FileManager.default.removeItem(atPath: path)
        let place = "\(folder.path)/elsewhere"
        try await with(leader) {
            for _ in 1...2 {
                let end = try await program.run("download", "1", "--to", place)
                #expect(end.code == 0 && end.output.hasPrefix(place), "\(end)")
                let copy = String(end.output.dropLast())
                #expect(FileManager.default.contentsEqual(atPath: path, andPath: copy))
                #expect(FileManager.default.fileExists(atPath: path))
            }
        }
        let copy = try #require(FileManager.default.subpaths(atPath: place)?.first)
        try folder.write("mine", to: "elsewhere/\(copy)")
        let end = try await program.run("download", "1", "--to", place)
        #expect(end.code == 10 && end.errors.contains("is another file; it is not replaced"))
    }

    @Test(arguments: Leader.allCases)
    func aQueuedRequestIsTakenBack(leader: Leader) async throws {
        proxy.close()
        #expect(try await program.run("submit", "quick", "--prompt", "a").code == 5)
        try await with(leader) {
            let before = proxy.connections
            let end = try await program.run("cancel", "1", "--json")
            #expect(leader == .worker || proxy.connections == before)
            #expect(end.code == 0 && end.json?["state"]?.string == "refused", "\(end)")
            #expect(end.errors.contains("#1 is taken back; nothing was sent"))
            let twice = try await program.run("cancel", "1")
            #expect(twice.code == 2 && twice.errors.contains("#1 is refused"), "\(twice)")
        }
        try proxy.open(to: service.address)
        #expect(try await program.run("worker", "--until-idle").code == 0)
        #expect(service.entries("accepted").isEmpty)
    }

    @Test func aCommandForOneTaskSendsNoOther() async throws {
        _ = try await program.run("submit", "quick", "--prompt", "[never]")
        proxy.close()
        _ = try await program.run("submit", "quick", "--prompt", "queued")
        try proxy.open(to: service.address)
        #expect(try await program.run("poll", "1").code == 0)
        #expect(service.entries("accepted").count == 1)
        #expect(try await state("2") == "queued")
    }

    @Test func aLeaderThatStandsStillIsToldWith12() async throws {
        _ = try await program.run("submit", "quick", "--prompt", "[never]")
        let worker = try program.start(["worker"])
        try await until("it leads") { !isLockFree }
        try await folder.stop(worker)
        let end = try await program.run("poll", "1", "--timeout", "1")
        #expect(end.code == 12 && end.errors.contains("has not done it yet"), "\(end)")
        worker.signal(SIGCONT)
        worker.signal(SIGTERM)
        _ = try await worker.outcome()
    }

    @Test func whatWasSentIsSentAgainOnlyWhenThatIsSaid() async throws {
        _ = try await program.run("submit", "quick", "--prompt", "a", "--wait")
        let end = try await program.run("resend", "1")
        #expect(end.code == 2 && end.errors.contains("say --yes"), "\(end)")
        #expect(service.entries("accepted").count == 1)
        let again = try await program.run("resend", "1", "--yes", "--wait", "--json")
        #expect(again.code == 0 && again.json?["id"]?.integer == 2, "\(again)")
        #expect(service.entries("accepted").count == 2)
    }

    @Test func severalTasksAreWaitedFor() async throws {
        for prompt in ["a", "[fail:X]"] {
            _ = try await program.run("submit", "quick", "--prompt", prompt)
        }
        let end = try await program.run("wait", "1", "#2", "--json")
        #expect(end.code == 1, "\(end)")
        let states = end.output.split(separator: "\n").map { JSON(parsing: String($0))?["state"] }
        #expect(states == [.string("success"), .string("failed")])
        var withoutKey = program
        withoutKey.key = nil
        #expect(try await withoutKey.run("wait", "1").code == 0)
    }

    @Test func theBalanceIsToldOrWhyNot() async throws {
        let end = try await program.run("balance", "--json")
        #expect(end.code == 0 && end.json?["balance"]?.number == 100_000, "\(end)")
        var wrong = program
        wrong.key = "wrong"
        #expect(try await wrong.run("balance").code == 4)
        proxy.close()
        #expect(try await program.run("balance").code == 5)
    }

    @Test(arguments: [
        ["poll", "1"], ["settle", "1"], ["cancel", "1"], ["attach", "1", "task_x"],
        ["poll", "9"], ["settle", "#9"], ["cancel", "nobody"], ["attach", "9", "x"],
        ["download", "9"], ["wait", "1", "9"], ["resend", "9", "--yes"],
    ])
    func aWrongTaskOrStateIsSaidWith2(arguments: [String]) async throws {
        _ = try await program.run("submit", "quick", "--prompt", "[fail:X]", "--wait")
        let end = try await program.start(arguments).outcome()
        #expect(
            end.code == 2 && end.output == "" && end.errors.contains("#1 is failed")
                || end.code == 2 && end.errors.contains("there is no task"),
            "\(end)"
        )
    }

    @Test func everyTaskIsExportedOldestFirst() async throws {
        for prompt in ["a", "[fail:X]"] {
            _ = try await program.run("submit", "quick", "--prompt", prompt, "--wait")
        }
        proxy.close()
        _ = try await program.run("submit", "quick", "--prompt", "b")
        #expect(try await program.run("cancel", "3").code == 0)
        let end = try await program.run("export", "--jsonl")
        let lines = end.output.split(separator: "\n").compactMap { JSON(parsing: String($0)) }
        #expect(lines.map { $0["id"]?.integer } == [1, 2, 3])
        #expect(lines.map { $0["removed"] } == [.bool(false), .bool(false), .bool(true)])
        #expect(try await program.run("export", "--since", "2999-01-01").output == "")
        #expect(
            try await program.run("export", "--since", "2020-01-01T00:00:00Z").output == end.output
        )
        #expect(try await program.run("export", "--since", "yesterday").code == 2)
    }
}
