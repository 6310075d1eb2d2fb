import Apixo
import Foundation
import GRDB
import Glibc
import Machine
import Programs
import TaskJournal
import Tasks
import Testing

/// Queued requests that are too old to be sent without a word.
struct ConfirmCommandTests {
    private static let day = 86_400.0

    private let folder: Folder
    private let service: SimulatorProgram
    private let program: Program

    init() async throws {
        (folder, service, program) = try await SimulatorProgram.withProgram()
    }

    private var sent: Int { service.entries("accepted").count }

    /// Writes down what was decided on so long ago.
    private func queue(_ prompts: String..., ago seconds: Double) throws {
        let requests = prompts.map {
            GenerateRequest(model: ModelID(rawValue: "quick"), input: ["prompt": .text($0)])
        }
        _ = try Journal(folder: folder.data).insert(
            requests.map { Intent($0) },
            at: SteadyClock().now - seconds,
        )
    }

    @Test func anOldRequestIsHeldAndAsksAndThoseBehindItAreSent() async throws {
        try queue("old", ago: 2 * Self.day)
        try queue("young", ago: 60)
        let end = try await program.run("worker", "--until-idle")
        #expect(end.code == 2, "\(end)")
        #expect(end.errors.contains("1 request waits for your yes: decided on more than 24 hours"))
        #expect(end.output.contains("#1     asks"), "\(end.output)")
        #expect(sent == 1)
        let submit = try await program.run("submit", "quick", "--prompt", "new", "--wait")
        #expect(submit.code == 0 && sent == 2, "\(submit)")
        let wait = try await program.run("wait", "1")
        #expect(wait.code == 2 && wait.errors.contains("#1 waits for your yes"), "\(wait)")
        let tasks = try await program.run("tasks").output
        #expect(tasks.contains("waits for your yes: decided on more than 24 hours ago"), "\(tasks)")
        let shown = try await program.run("show", "1")
        #expect(shown.output.contains("apixo confirm 1 sends it"), "\(shown.output)")
        let json = try await program.run("show", "1", "--json").json
        #expect(json?["confirm"]?.string == "old" && json?["state"]?.string == "queued")
        #expect(sent == 2)
    }

    @Test func aYesSendsItOnce() async throws {
        try queue("one", "two", ago: 2 * Self.day)
        let asked = try await program.run("confirm", "1")
        #expect(asked.code == 2 && asked.errors.contains("Send #1, decided on"), "\(asked)")
        #expect(sent == 0)
        let end = try await program.run("confirm", "#1", "--yes", "--wait")
        #expect(end.code == 0 && end.output.contains("success"), "\(end)")
        #expect(sent == 1)
        #expect(try await program.run("confirm", "1", "--yes").code == 2)
        let all = try await program.run("confirm", "--all", "--yes", "--wait")
        #expect(all.code == 0 && sent == 2, "\(all)")
        let none = try await program.run("confirm", "--all", "--yes")
        #expect(none.code == 0 && none.errors.contains("nothing waits for your yes"), "\(none)")
        #expect(sent == 2)
    }

    @Test func aYesBesideALeaderIsTakenUpByIt() async throws {
        try queue("one", "two", "three", ago: 2 * Self.day)
        let leader = try program.start(["worker"])
        try await leader.waitToSay("3 requests wait for your yes")
        let follower = try await program.run("worker", "--until-idle")
        #expect(follower.code == 2 && follower.errors.contains("3 requests wait"), "\(follower)")
        let end = try await program.run("confirm", "1", "3", "--yes", "--wait")
        #expect(end.code == 0 && sent == 2, "\(end)")
        #expect(try await program.run("cancel", "2").code == 0)
        #expect(try await program.run("worker", "--until-idle").code == 0)
        leader.signal(SIGTERM)
        let outcome = try await leader.outcome()
        #expect(outcome.code == 0 && sent == 2, "\(outcome)")
    }

    @Test func aKillAtAnyMomentLosesNoYes() async throws {
        let synced = "\(folder.path)/synced"
        mkdir(synced, 0o700)
        var (sync, isKilled) = (1, true)
        while isKilled {
            try queue("picture \(sync)", ago: 2 * Self.day)
            let number = TaskNumber(rawValue: sync)
            try Journal(folder: folder.data).add(.confirm(number, at: SteadyClock().now))
            var doomed = program
            doomed.surroundings = Preload.surroundings([
                "DISK_ROOT": folder.data, "DISK_SYNCED": synced, "CUT_AT_SYNC": "\(sync)",
            ])
            isKilled = try await doomed.run("worker", "--until-idle").code == SIGKILL
            _ = try await program.run("worker", "--until-idle")
            let shown = try await program.run("show", "\(sync)", "--json").json
            let state = shown?["state"]?.string ?? ""
            // Nobody knows of what was on its way.
            #expect(["success", "unknown"].contains(state), "killed at sync \(sync): \(state)")
            #expect(service.entries("accepted").count <= sync)
            sync += 1
        }
        #expect(sync > 4)
    }

    @Test func whatWaitsLongerThanTheLimitInsideARunningProgramAsks() async throws {
        try folder.write("[spend]\nconfirm_after_hours = 0.0005\n", to: "config/apixo/config.toml")
        let proxy = try BreakableProxy(to: service.address)
        proxy.close()
        var program = program
        program.address = proxy.address
        let leader = try program.start(["worker"])
        _ = try await program.run("submit", "quick", "--prompt", "x")
        // Both who sends and who waits for it hear of it.
        let follower = try await program.run("wait", "1")
        #expect(follower.code == 2, "\(follower)")
        try await leader.waitToSay("1 request waits for your yes: decided on more than a moment")
        try proxy.open()
        leader.signal(SIGTERM)
        _ = try await leader.outcome()
        #expect(try await program.run("worker", "--until-idle").code == 2)
        #expect(sent == 0)
    }

    @Test func aClockThatJumpsForwardHoldsTheQueue() async throws {
        let proxy = try BreakableProxy(to: service.address)
        proxy.close()
        var program = program
        program.address = proxy.address
        program.surroundings = Preload.surroundings(["CLOCK_AHEAD": "\(folder.path)/clock"])
        let leader = try program.start(["worker"])
        try await leader.waitToSay("offline since")
        _ = try await program.run("submit", "quick", "--prompt", "x")
        try folder.write("\(3 * 86_400)\n", to: "clock.new")
        #expect(rename("\(folder.path)/clock.new", "\(folder.path)/clock") == 0)
        try await leader.waitToSay("1 request waits for your yes")
        try proxy.open()
        leader.signal(SIGTERM)
        _ = try await leader.outcome()
        #expect(try await program.run("worker", "--until-idle").code == 2)
        #expect(sent == 0)
    }

    @Test func aDecisionByAClockThatWasAheadAsks() async throws {
        try queue("x", ago: -3 * Self.day)
        let end = try await program.run("worker", "--until-idle")
        #expect(end.code == 2 && end.errors.contains("by a clock that was ahead"), "\(end)")
        #expect(sent == 0)
    }

    @Test func anOldRequestCountsTowardNoCapUntilItIsSent() async throws {
        try folder.write("[spend]\nday_tasks = 1\n", to: "config/apixo/config.toml")
        try queue("old", ago: 2 * Self.day)
        let new = try await program.run("submit", "quick", "--prompt", "new", "--wait")
        #expect(new.code == 0, "\(new)")
        let end = try await program.run("confirm", "1", "--yes")
        #expect(end.errors.contains("today's cap") || sent == 1, "\(end)")
        #expect(sent == 1)
    }

    @Test(arguments: ["0", "-1", "876001"])
    func aLimitThatIsNoneIsRefused(hours: String) async throws {
        let text = "[spend]\nconfirm_after_hours = \(hours)\n"
        try folder.write(text, to: "config/apixo/config.toml")
        let end = try await program.run("tasks")
        #expect(end.code == 2 && end.errors.contains("must be a number of hours above 0"), "\(end)")
    }

    @Test func aJournalFromBeforeSendsWhatIsFreshAndAsksForTheRest() async throws {
        try queue("old", ago: 2 * Self.day)
        try queue("fresh", ago: 60)
        unlink("\(folder.data)/journal.revision")
        try await folder.openJournal().write { db in
            try db.execute(
                sql: """
                    DROP INDEX task_ref;
                    DROP INDEX task_digest;
                    DROP TABLE brake;
                    DROP TABLE hold;
                    DROP TABLE ceiling;
                    DELETE FROM setting;
                    DELETE FROM grdb_migrations WHERE CAST(identifier AS INTEGER) > 4;
                    """
            )
            for column in ["keyMark", "confirmedAt", "ref", "digest", "evidence", "restoredAt"] {
                try db.execute(sql: "ALTER TABLE task DROP COLUMN \(column)")
            }
        }
        let before = try await program.run("tasks", "--json").json?.array
        #expect(before?.map { $0["confirm"]?.string } == [nil, "old"])
        let end = try await program.run("worker", "--until-idle")
        #expect(end.code == 2 && sent == 1, "\(end)")
    }
}
