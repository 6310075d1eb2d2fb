import Apixo
import Foundation
import GRDB
import Glibc
import Machine
import Programs
import TaskJournal
import Tasks
import Testing

/// Journals that were put back from a copy, and others that were not.
struct RestoreTests {
    private let folder: Folder
    private let service: SimulatorProgram
    private let proxy: BreakableProxy
    private let program: Program

    init() async throws {
        (folder, service, proxy, program) = try await BreakableProxy.withProgram()
    }

    private var sent: Int { service.entries("accepted").count }
    private var sending: Int? {
        get async throws {
            try await folder.openJournal().read { db in
                try Int.fetchOne(db, sql: "SELECT count(*) FROM task WHERE state = 'sending'")
            }
        }
    }

    private var file: String { "\(folder.data)/journal.sqlite" }

    /// Two requests that were decided on just now.
    private func queue() throws {
        let requests = ["one", "two"].map {
            GenerateRequest(model: ModelID(rawValue: "quick"), input: ["prompt": .text($0)])
        }
        let journal = try Journal(folder: folder.data)
        _ = try journal.insert(requests.map { Intent($0) }, at: SteadyClock().now)
    }

    private func sendAll(_ program: Program) async throws {
        let end = try await program.run("worker", "--until-idle")
        #expect(end.code == 0 && sent == 2, "\(end)")
    }

    private func execute(_ sql: String, on file: String? = nil) async throws {
        try await DatabaseQueue(path: file ?? self.file).writeWithoutTransaction { db in
            try db.execute(sql: sql)
        }
    }

    private func removeLog() {
        for ending in ["-wal", "-shm"] { unlink(file + ending) }
    }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.data)
            .filter { $0.hasPrefix("journal.") }
    }

    /// What a user does who puts a backup back, or goes on with it elsewhere.
    enum Restore: String, CaseIterable {
        case copiedOver, folderCopiedOver, folderReplaced, asANewFile, backUpInterface,
            aloneElsewhere,
            folderElsewhere, otherMachine
        case logDeleted, inTheSameLead, takenBackSince
    }

    /// Gives the data folder to go on with.
    private func restore(_ way: Restore) async throws -> String {
        let other = "\(folder.path)/other"
        if way == .folderElsewhere {
            try FileManager.default.copyItem(atPath: folder.data, toPath: other)
            try await sendAll(program)
            return other
        }
        let folderBefore = try names().map {
            ($0, try Data(contentsOf: URL(filePath: "\(folder.data)/\($0)")))
        }
        let backup = try #require(FileManager.default.contents(atPath: file))
        switch way {
        case .inTheSameLead:
            let worker = try program.start(["worker"])
            for number in 1...2 { _ = try await worker.line(after: "#\(number)     success") }
            worker.signal(SIGKILL)
            _ = try await worker.outcome()
        case .logDeleted:
            // Every program has ended in order, so that all is in the one file; then one is killed.
            let worker = try program.start(["worker"])
            for number in 1...2 { _ = try await worker.line(after: "#\(number)     success") }
            worker.signal(SIGKILL)
            _ = try await worker.outcome()
            removeLog()
            return folder.data
        case .takenBackSince:
            for number in ["1", "2"] { #expect(try await program.run("cancel", number).code == 0) }
        default: try await sendAll(program)
        }
        removeLog()
        switch way {
        case .folderCopiedOver:
            // As cp does: into the files that are there.
            for (name, bytes) in folderBefore {
                try bytes.write(to: URL(filePath: "\(folder.data)/\(name)"))
            }
        case .folderReplaced:
            // The numbers of the removed files may be those of the new ones.
            try FileManager.default.removeItem(atPath: folder.data)
            for (name, bytes) in folderBefore {
                try bytes.write(to: URL(filePath: try folder.write("", to: "data/\(name)")))
            }
        case .asANewFile:
            unlink(file)
            try backup.write(to: URL(filePath: file))
        case .backUpInterface:
            try backup.write(to: URL(filePath: other))
            try DatabaseQueue(path: other).backup(to: DatabaseQueue(path: file))
        case .aloneElsewhere:
            try folder.write("", to: "other/nothing")
            try backup.write(to: URL(filePath: "\(other)/journal.sqlite"))
            return other
        case .otherMachine:
            try backup.write(to: URL(filePath: file))
            unlink("\(folder.data)/journal.revision")
            // The name of the machine is in front of the number of the file.
            try await execute(
                """
                UPDATE setting SET value = '0123456789abcdef ' || replace(value,
                    rtrim(value, '0123456789'), '') WHERE key = 'home'
                """
            )
        default: try backup.write(to: URL(filePath: file))
        }
        return folder.data
    }

    @Test(arguments: Restore.allCases)
    func whatIsQueuedInACopyAsksAndWhatIsNewIsSent(way: Restore) async throws {
        try queue()
        var program = program
        program.surroundings["APIXO_DATA_DIR"] = try await restore(way)
        let before = sent
        let end = try await program.run("worker", "--until-idle")
        #expect(end.code == 2 && sent == before, "\(way): \(end)")
        #expect(end.errors.contains("2 requests wait for your yes: found in a journal"), "\(end)")
        let new = try await program.run("submit", "quick", "--prompt", "new", "--wait")
        #expect(new.code == 0 && sent == before + 1, "\(way): \(new)")
        let shown = try await program.run("show", "1", "--json").json
        #expect(shown?["confirm"]?.string == "restored")
        let yes = try await program.run("confirm", "--all", "--yes", "--wait")
        #expect(yes.code == 0 && sent == before + 3, "\(way): \(yes)")
        #expect(try await program.run("worker", "--until-idle").code == 0)
        #expect(sent == before + 3)
    }

    /// What may happen to a folder that is none of these.
    enum Harmless: CaseIterable {
        case nothing, revisionDeleted, revisionEmpty, lockDeleted, vacuum, folderMoved, fromBefore
        case killed, damaged, begunAnew
    }

    private func happen(_ harmless: Harmless) async throws -> String {
        switch harmless {
        case .nothing: break
        case .revisionDeleted: unlink("\(folder.data)/journal.revision")
        case .revisionEmpty: try folder.write("", to: "data/journal.revision")
        case .lockDeleted:
            for name in ["leader.lock", "journal.lock"] { unlink("\(folder.data)/\(name)") }
        case .vacuum: try await execute("VACUUM")
        case .folderMoved:
            #expect(rename(folder.data, "\(folder.path)/moved") == 0)
            return "\(folder.path)/moved"
        case .fromBefore:
            unlink("\(folder.data)/journal.revision")
            try await execute("DELETE FROM setting WHERE key IN ('origin', 'home', 'revision')")
        case .killed:
            proxy.close()
            let worker = try program.start(["worker"])
            try await worker.waitToSay("offline since")
            try await folder.stop(worker) { try await sending == 0 }
            worker.signal(SIGKILL)
            _ = try await worker.outcome()
            try proxy.open()
        case .damaged:
            try await execute("CREATE TABLE odd (x); INSERT INTO odd VALUES (randomblob(9000))")
            let page = try await DatabaseQueue(path: file).read { db in
                try Int.fetchOne(db, sql: "SELECT rootpage FROM sqlite_schema WHERE name = 'odd'")
            }
            try await execute("PRAGMA wal_checkpoint(TRUNCATE)")
            let bytes = try FileHandle(forWritingTo: URL(filePath: file))
            try bytes.seek(toOffset: UInt64(((page ?? 1) - 1) * 4096))
            try bytes.write(contentsOf: Data(repeating: 0xA5, count: 4096))
            try bytes.close()
            try folder.write("", to: "data/journal.sqlite.suspect")
        case .begunAnew:
            unlink(file)
            removeLog()
            try queue()
        }
        return folder.data
    }

    @Test(arguments: Harmless.allCases)
    func whatIsNoCopyIsNotTakenForOne(harmless: Harmless) async throws {
        try queue()
        var program = program
        program.surroundings["APIXO_DATA_DIR"] = try await happen(harmless)
        try await sendAll(program)
    }
}
