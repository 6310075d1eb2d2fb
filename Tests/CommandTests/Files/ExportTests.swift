import Apixo
import Foundation
import GRDB
import Programs
import Testing

/// `apixo export`: everything, a line a task.
struct ExportTests {
    private let folder: Folder
    private let program: Program

    init() async throws {
        folder = try .withQuickModel()
        let service = try await SimulatorProgram(in: folder, timeScale: 0.01)
        program = Program(folder, address: service.address)
        for prompt in ["one", "[fail:X]", "three"] {
            _ = try await program.run("submit", "quick", "--prompt", prompt, "--wait")
        }
        try await change("UPDATE task SET isRemoved = 1, submittedAt = 1767225600000 WHERE id = 1")
    }

    private func change(_ sql: String) async throws {
        try await folder.openJournal().write { db in
            try db.execute(sql: sql)
        }
    }

    private func lines(_ arguments: String...) async throws -> [JSON] {
        let end = try await program.start(["export", "--jsonl"] + arguments).outcome()
        #expect(end.code == 0 && end.errors == "", "\(end)")
        return end.output.split(separator: "\n").compactMap { JSON(parsing: String($0)) }
    }

    @Test func everyTaskIsALineOldestFirstAndTheRemovedOnesAreMarked() async throws {
        let all = try await lines()
        #expect(all.map { $0["id"]?.integer } == [1, 2, 3])
        #expect(all.map { $0["removed"] } == [.bool(true), .bool(false), .bool(false)])
        let listed = try await program.run("tasks", "--json").json?.array
        #expect(listed == [all[2], all[1]])
        #expect(try await program.run("show", "1", "--json").json == all[0])
    }

    @Test(arguments: [
        ("2026-01-01", [1, 2, 3]), ("2026-01-02", [2, 3]), ("2026-01-01T00:00", [1, 2, 3]),
        ("2026-01-01T00:00:01Z", [2, 3]), ("2026-01-01T01:00:00+01:00", [1, 2, 3]),
        ("2026-01-01T00:00:00.001", [2, 3]), ("7d", [2, 3]), ("0d", []), ("2999-01-01", []),
    ])
    func onlyWhatWasSubmittedSinceIsInIt(since: String, numbers: [Int]) async throws {
        #expect(try await lines("--since", since).compactMap { $0["id"]?.integer } == numbers)
    }

    @Test(arguments: [
        "yesterday", "2026-13-01", "2026-02-30", "2026-01-01T25:00", "2026-01-01T08:61", "d",
        "7.5d",
        "2026-01-01T08:00+99:00", "",
    ])
    func aTimeThatIsNoneIsRefused(since: String) async throws {
        let end = try await program.run("export", "--since", since)
        #expect(end.code == 2 && end.output == "", "\(end)")
        #expect(end.errors.contains("--since \(since): write a day such as 2026-11-01"), "\(end)")
    }

    @Test func aReaderWhoLeavesEndsItQuietly() async throws {
        try await change(
            """
            INSERT INTO task (model, prompt, request, submittedAt, state, rank)
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
            SELECT model, prompt, request, submittedAt, 'refused', 6 FROM task, n WHERE id = 3
            """
        )
        for signals in ["", "trap '' PIPE; "] {
            let shell = "\(signals){ \"$0\" export --jsonl; echo code=$? >&2; } | head -1"
            let pipe = try RunningProgram(
                "/bin/sh",
                ["-c", shell, Program.path],
                environment: program.environment,
            )
            let end = try await pipe.outcome()
            #expect(JSON(parsing: end.output)?["id"] == .integer(1))
            // By the signal that says so, unless that is ignored.
            let code = signals.isEmpty ? "code=141\n" : "code=0\n"
            #expect(end.errors == code, "\(end.errors)")
        }
    }
}
