import Apixo
import Foundation
import GRDB
import Glibc
import Programs
import Testing

/// Programs that lead, and what the others do when these stand still, are too old, or cannot be told
/// from others.
struct LeaderTests {
    private let folder: Folder
    private let service: SimulatorProgram
    private let program: Program

    init() async throws {
        (folder, service, program) = try await SimulatorProgram.withProgram(timeScale: 0.02)
    }

    private var file: String { "\(folder.data)/journal.sqlite" }

    private func execute(_ sql: String) async throws {
        try await folder.openJournal().write { db in try db.execute(sql: sql) }
        utimensat(AT_FDCWD, file, nil, 0)
    }

    /// A worker that leads.
    private func leader(_ program: Program? = nil) async throws -> RunningProgram {
        let balances = service.entries("balance").count
        let worker = try (program ?? self.program).start(["worker"])
        try await until("it leads") { (try? LockFile(folder).holder) == worker.id }
        // What it asks first of all.
        try await until("it works") { service.entries("balance").count > balances }
        return worker
    }

    @Test func aSubmitBehindAStoppedLeaderSaysSoAndItsIntentStaysQueued() async throws {
        let leader = try await leader()
        try await folder.stop(leader)
        let end = try await program.run("submit", "quick", "--prompt", "x")
        #expect(end.code == 12 && end.output.hasPrefix("#1     queued"), "\(end)")
        #expect(end.errors.contains("another apixo (pid \(leader.id)) leads"), "\(end.errors)")
        #expect(end.errors.contains("kill -CONT \(leader.id)"), "\(end.errors)")
        #expect(service.entries("accepted").isEmpty)
        leader.signal(SIGCONT)
        try await leader.waitToPrint("success")
        #expect(service.entries("accepted").count == 1)
    }

    @Test func aWorkerBehindAStoppedLeaderSaysSoAndTakesOver() async throws {
        let leader = try await leader()
        try await folder.stop(leader)
        let follower = try program.start(["worker"])
        #expect(try await program.run("submit", "quick", "--prompt", "x").code == 12)
        try await follower.waitToSay("was stopped")
        #expect(
            follower.errorsSoFar.contains("(pid \(leader.id)) leads on \(file) but was stopped")
        )
        leader.signal(SIGKILL)
        try await follower.waitToPrint("success")
        #expect(service.entries("accepted").count == 1)
    }

    @Test func aLeaderThatANewerProgramReplacesStepsDown() async throws {
        let leader = try await leader()
        try await execute("INSERT INTO grdb_migrations (identifier) VALUES ('from the future')")
        let end = try await leader.outcome()
        #expect(end.code == 12, "\(end)")
        #expect(end.errors.contains("a newer version of apixo has taken over the journal \(file)"))
    }

    @Test func aLeaderStepsDownForANewerProgramThatWaits() async throws {
        let leader = try await leader()
        try await execute("INSERT INTO setting (key, value) VALUES ('upgrade', 'from the future')")
        #expect(try await leader.outcome().code == 12)
        // It never came to the upgrade: the older one may lead again.
        #expect(try await program.run("submit", "quick", "--prompt", "x", "--wait").code == 0)
    }

    @Test func aDashboardThatANewerProgramReplacesSaysSo() async throws {
        _ = try await program.run("submit", "quick", "--prompt", "x", "--wait")
        let dashboard = try program.startDashboard()
        try await until("it leads") { (try? LockFile(folder).holder) == dashboard.id }
        try await execute("INSERT INTO grdb_migrations (identifier) VALUES ('from the future')")
        try await dashboard.waitToPrint("newer version of apixo")
        #expect(dashboard.isRunning)
    }

    @Test func anUpgradeWaitsForTheLeaderAndSaysSo() async throws {
        #expect(try await program.run("submit", "quick", "--prompt", "x", "--wait").code == 0)
        try await execute("DELETE FROM grdb_migrations WHERE identifier NOT IN ('1', '2', '3')")
        let lock = try LockFile(folder)
        #expect(lock.take())
        let end = try await program.run("submit", "quick", "--prompt", "y")
        #expect(end.code == 12, "\(end)")
        #expect(end.errors.contains("\(file) is to be brought up to date"), "\(end.errors)")
        let versions = try await folder.openJournal().read { db in
            try String.fetchAll(db, sql: "SELECT identifier FROM grdb_migrations")
        }
        #expect(versions == ["1", "2", "3"])
    }

    @Test(arguments: [ENOSYS, ENOLCK, EOPNOTSUPP])
    func whereFilesKnowNoFlockAnotherLockIsTaken(number: Int32) async throws {
        var program = program
        program.surroundings = Preload.surroundings(["NO_FLOCK": "\(number)"])
        let leader = try await leader(program)
        let end = try await program.run("submit", "quick", "--prompt", "x")
        #expect(end.code == 0, "\(end)")
        try await leader.waitToPrint("success")
        #expect(service.entries("accepted").count == 1)
    }

    @Test func whereFilesKnowNoLocksThatIsSaidAndNothingIsSent() async throws {
        var program = program
        program.surroundings = Preload.surroundings([
            "NO_FLOCK": "\(ENOSYS)", "NO_RECORD_LOCKS": "\(ENOLCK)",
        ])
        for arguments in [["submit", "quick", "--prompt", "x"], ["worker"], []] {
            let end = try await program.start(arguments).outcome()
            #expect(end.code == 12 && end.errors.contains("cannot be locked"), "\(end)")
        }
        #expect(service.entries("accepted").isEmpty)
    }

    @Test func aLeaderHearsOfAnIntentThoughItsFolderWasCleared() async throws {
        let leader = try await leader()
        for name in ["nudges", "journal.lock"] {
            try? FileManager.default.removeItem(atPath: "\(folder.data)/\(name)")
        }
        #expect(try await program.run("submit", "quick", "--prompt", "x").code == 0)
        try await leader.waitToPrint("success")
    }

    @Test func theJournalIsItsOwnersAloneWhateverWasBefore() async throws {
        #expect(try await program.run("submit", "quick", "--prompt", "x", "--wait").code == 0)
        chmod(folder.data, 0o777)
        for name in ["journal.sqlite", "leader.lock", "journal.lock"] {
            chmod("\(folder.data)/\(name)", 0o666)
        }
        let leader = try await leader()
        for name in [
            "journal.sqlite", "journal.sqlite-wal", "journal.sqlite-shm", "leader.lock",
            "journal.lock",
        ] {
            var facts = stat()
            #expect(stat("\(folder.data)/\(name)", &facts) == 0, "\(name)")
            #expect(facts.st_mode & 0o777 == 0o600, "\(name)")
        }
        leader.signal(SIGTERM)
    }
}

/// The file by which programs elect a leader.
private final class LockFile {
    private let path: String
    private let descriptor: Int32

    init(_ folder: Folder) throws {
        path = "\(folder.data)/leader.lock"
        descriptor = open(path, O_RDWR | O_CLOEXEC)
        if descriptor < 0 { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    }

    deinit { close(descriptor) }

    func take() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

    /// Who wrote its number there.
    var holder: pid_t? {
        (try? String(contentsOfFile: path, encoding: .utf8))
            .flatMap { pid_t($0.prefix { $0.isNumber }) }
    }
}
