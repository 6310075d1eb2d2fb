import Apixo
import Foundation
import GRDB
import Glibc
import Programs
import Testing

/// What the user of one terminal asks of another stays in the journal until it is done.
struct UserCommandTests {
    private let folder: Folder
    private let service: SimulatorProgram
    private let program: Program

    init() async throws {
        (folder, service, program) = try await SimulatorProgram.withProgram(timeScale: 0.02)
    }

    /// Two submits without an answer; of one the taskId is found, the other is given up.
    private func prepare() async throws -> String {
        for prompt in ["one", "two"] {
            let end = try await program.run("submit", "quick", "--prompt", prompt)
            #expect(end.code == 0, "\(end)")
        }
        let shown = try await program.run("show", "1", "--json")
        let id = try #require(shown.json?["taskId"]?.string)
        try await folder.openJournal().write { db in
            try db.execute(
                sql: """
                    UPDATE task SET state = 'unknown', rank = 4, taskId = NULL, acceptedAt = NULL,
                        phase = NULL, endedAt = sentAt, why = 'no answer';
                    INSERT INTO wish (kind, task, text) VALUES ('settle', 2, '');
                    INSERT INTO wish (kind, task, text) VALUES ('attach', 1, '\(id)');
                    """
            )
        }
        return id
    }

    /// Kills the program at its nth sync; says whether it came so far.
    private func kill(at sync: Int, in place: String) async throws -> Bool {
        let synced = "\(place)-synced"
        mkdir(synced, 0o700)
        var program = program
        program.surroundings = Preload.surroundings([
            "APIXO_DATA_DIR": place, "DISK_ROOT": place, "DISK_SYNCED": synced,
            "CUT_AT_SYNC": "\(sync)",
        ])
        return try await program.run("worker", "--until-idle").code == SIGKILL
    }

    @Test func aKillAtAnyMomentLosesNoCommandOfAnotherTerminal() async throws {
        let id = try await prepare()
        var sync = 1
        while true {
            let place = "\(folder.path)/copy\(sync)"
            try FileManager.default.copyItem(atPath: folder.data, toPath: place)
            guard try await kill(at: sync, in: place) else { break }
            var program = program
            program.surroundings = ["APIXO_DATA_DIR": place]
            _ = try await program.run("worker", "--until-idle")
            let rows = try await DatabaseQueue(path: "\(place)/journal.sqlite").read { db in
                let columns = "state || ' ' || ifnull(taskId, '-') || ' ' || isSettled"
                return try String.fetchAll(db, sql: "SELECT \(columns) FROM task ORDER BY id")
            }
            #expect(rows[0] == "success \(id) 0", "killed at sync \(sync)")
            #expect(rows[1] == "unknown - 1", "killed at sync \(sync)")
            sync += 1
        }
        #expect(sync > 4)
    }
}
