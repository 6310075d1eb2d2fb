import Apixo
import Foundation
import GRDB
import Glibc
import Programs
import Testing

/// The commands that read need no key, no lock and no right to write, and leave no trace.
struct ReadingTests {
    private let folder: Folder
    private let service: SimulatorProgram
    private let program: Program

    private static let commands = [
        ["tasks", "--json"], ["show", "1", "--json"], ["spent", "--json"], ["export", "--jsonl"],
        ["models", "--json"],
    ]

    init() async throws {
        (folder, service, program) = try await SimulatorProgram.withProgram()
    }

    /// Names, contents and when they were written.
    private var trace: [String: [String]] {
        let names = FileManager.default.enumerator(atPath: folder.data)?.compactMap {
            $0 as? String
        }
        let pairs = (names ?? []).map { name in
            var facts = stat()
            lstat("\(folder.data)/\(name)", &facts)
            let times = "\(facts.st_mtim) \(facts.st_ctim)"
            return (name, ["\(facts.st_size)", "\(facts.st_mode)", times])
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    private func fill() async throws {
        for prompt in ["one", "[fail:X]"] {
            _ = try await program.run("submit", "quick", "--prompt", prompt, "--wait")
        }
    }

    @Test func aFolderThatIsNotThereIsEmptyAndIsNotMade() async throws {
        for (command, code) in zip(Self.commands, [0, 2, 0, 0, 0] as [Int32]) {
            let end = try await program.start(command).outcome()
            #expect(end.code == code, "\(command): \(end)")
            #expect(!FileManager.default.fileExists(atPath: folder.data), "\(command)")
        }
    }

    @Test func nothingIsWrittenAndNoKeyIsRead() async throws {
        try await fill()
        try folder.write("not a key, and open to all", to: "config/apixo/key")
        var reader = program
        reader.key = nil
        #expect(try await reader.run("submit", "quick", "--prompt", "x").code == 4)
        let before = trace
        for command in Self.commands {
            let end = try await reader.start(command).outcome()
            #expect(end.code == 0 && end.errors == "" && end.output.contains("quick"), "\(end)")
            #expect(trace == before, "\(command)")
        }
        var odd = program
        odd.key = "no such key: caf\u{E9}"
        #expect(try await odd.run("tasks").code == 0)
    }

    @Test func nobodyIsWaitedForWhereLocksAreHeldOrFail() async throws {
        try await fill()
        let lock = open("\(folder.data)/journal.lock", O_RDWR | O_CLOEXEC)
        defer { close(lock) }
        #expect(flock(lock, LOCK_EX) == 0)
        #expect(try await program.run("tasks", "--json").json?.array?.count == 2)
        var lockless = program
        lockless.surroundings = Preload.surroundings(["NO_FLOCK": "38", "NO_RECORD_LOCKS": "37"])
        #expect(try await lockless.run("tasks", "--json").json?.array?.count == 2)
    }

    /// What a program leaves when it is killed: a log that holds all of it.
    private func kill() async throws {
        let worker = try program.start(["worker"])
        try await fill()
        _ = try await worker.line(after: "#2     failed")
        worker.signal(SIGKILL)
        _ = try await worker.outcome()
    }

    @Test(.enabled(if: geteuid() == 0)) func whoMayOnlyReadSeesEverything() async throws {
        let worker = try program.start(["worker"])
        try await fill()
        _ = try await worker.line(after: "#2     failed")
        try await expectAllSeen("while a program leads")
        worker.signal(SIGKILL)
        _ = try await worker.outcome()
        try await expectAllSeen("after it was killed")
        chmod("\(folder.data)/journal.sqlite-shm", 0o600)
        try await expectAllSeen("without a look at the shared memory")
        unlink("\(folder.data)/journal.sqlite-shm")
        try await expectAllSeen("with the log alone")
        #expect(try await program.run("worker", "--until-idle").code == 0)
        try await expectAllSeen("at rest")
    }

    private func expectAllSeen(_ when: Comment) async throws {
        chmod(folder.data, 0o755)
        for ending in ["", "-wal", "-shm"] where !when.rawValue.contains("shared memory") {
            chmod("\(folder.data)/journal.sqlite\(ending)", 0o644)
        }
        let names = trace.keys.sorted()
        let end = try await program.startAsNobody(["tasks", "--json"]).outcome()
        #expect(end.json?.array?.compactMap { $0["id"]?.integer } == [2, 1], when)
        #expect(end.code == 0 && end.errors == "", when)
        let shown = try await program.startAsNobody(["show", "1"]).outcome()
        #expect(shown.code == 0 && shown.output.contains("success"), when)
        #expect(trace.keys.sorted() == names, when)
    }

    @Test(.enabled(if: geteuid() == 0)) func whatMayNotBeReadIsSaid() async throws {
        try await kill()
        chmod(folder.data, 0o755)
        chmod("\(folder.data)/journal.sqlite", 0o644)
        let end = try await program.startAsNobody(["tasks", "--json"]).outcome()
        #expect(end.code == 2 && !end.output.contains("quick"), "\(end)")
        #expect(end.errors.contains("journal.sqlite-wal: it cannot be read"), "\(end)")
    }

    @Test(.enabled(if: Disk.isMountable)) func aDiskThatMayNotBeWrittenIsRead() async throws {
        try FileManager.default.createDirectory(
            atPath: folder.data,
            withIntermediateDirectories: true,
        )
        try Disk.mount(folder.data, "size=8m")
        defer { Disk.unmount(folder.data) }
        try await kill()
        try Disk.forbidWriting(folder.data)
        for command in Self.commands {
            let end = try await program.start(command).outcome()
            #expect(end.code == 0 && end.errors == "" && end.output.contains("quick"), "\(end)")
        }
    }

    @Test func anOlderJournalIsReadAsItIs() async throws {
        try await fill()
        try await folder.openJournal().write { db in
            try db.execute(
                sql: """
                    DROP INDEX task_ref; ALTER TABLE task DROP COLUMN ref;
                    ALTER TABLE task DROP COLUMN unit; ALTER TABLE task DROP COLUMN units;
                    ALTER TABLE task DROP COLUMN price; ALTER TABLE task DROP COLUMN results;
                    DROP TABLE balance; DROP TABLE pause;
                    DELETE FROM grdb_migrations WHERE identifier <> '1';
                    """
            )
        }
        let before = trace
        for command in Self.commands {
            let end = try await program.start(command).outcome()
            #expect(end.code == 0 && end.errors == "" && end.output.contains("quick"), "\(end)")
            #expect(trace == before, "\(command)")
        }
        let shown = try await program.run("show", "1", "--json").json
        #expect(shown?["unit"] == .null && shown?["ref"] == .null)
    }

    @Test func theFilesOfAJournalAreTheirOwnersAlone() async throws {
        let worker = try program.start(
            ["-c", "umask 0; exec \"$0\" worker", Program.path],
            of: "/bin/sh",
        )
        try await fill()
        _ = try await worker.line(after: "#2     failed")
        try expectPrivate()
        #expect(mode("") == 0o700)
        worker.signal(SIGKILL)
        _ = try await worker.outcome()
        chmod(folder.data, 0o777)
        for name in privateFiles { chmod("\(folder.data)/\(name)", 0o666) }
        let next = try program.start(["worker"])
        try await fill()
        try expectPrivate()
        next.signal(SIGTERM)
        #expect(try await next.outcome().code == 0)
    }

    private var privateFiles: [String] {
        trace.keys.filter { !$0.hasPrefix("results") }
    }

    private func expectPrivate() throws {
        let names = privateFiles
        let wanted = ["", "-wal", "-shm"].map { "journal.sqlite\($0)" }
        #expect(Set(names).isSuperset(of: wanted + ["journal.lock", "leader.lock"]), "\(names)")
        for name in names { #expect(mode(name) == 0o600, "\(name)") }
    }

    private func mode(_ name: String) -> mode_t {
        var facts = stat()
        stat("\(folder.data)/\(name)", &facts)
        return facts.st_mode & 0o777
    }
}

extension Program {
    fileprivate func start(_ arguments: [String], of path: String) throws -> RunningProgram {
        try RunningProgram(path, arguments, environment: environment)
    }

    fileprivate func startAsNobody(_ arguments: [String]) throws -> RunningProgram {
        let nobody = ["--reuid=65534", "--regid=65534", "--clear-groups", Self.path]
        return try start(nobody + arguments, of: "/usr/bin/setpriv")
    }
}
