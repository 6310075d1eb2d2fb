import Apixo
import Foundation
import GRDB
import Programs
import Testing

/// A journal of which one page cannot be read.
struct SalvageTests {
    private static let pageSize = 4096
    private static let count = 40

    private let folder: Folder
    private let program: Program

    init() async throws {
        folder = try .withQuickModel()
        program = Program(folder, address: "http://127.0.0.1:1")
    }

    private var file: String { "\(folder.data)/journal.sqlite" }

    /// Makes a journal of tasks that run, are unknown and have ended, in turn; all in its one file.
    private func prepare() async throws -> Data {
        #expect(try await program.run("submit", "quick", "--prompt", "first").code == 5)
        let database = try DatabaseQueue(path: file)
        try await database.write { db in
            try db.execute(sql: "UPDATE task SET state = 'refused', rank = 6, status = 0")
            for number in 2...Self.count {
                let (state, rank) = [("processing", 1), ("unknown", 4), ("failed", 5)][number % 3]
                try db.execute(
                    sql: """
                        INSERT INTO task (id, model, prompt, request, submittedAt, state, rank,
                            taskId, sentAt, acceptedAt, endedAt, why)
                        VALUES (?, 'quick', 'x', ?, 1795000000000, ?, ?, ?, 1795000000000,
                            1795000000000, ?, ?)
                        """,
                    arguments: [
                        number, #"{"input":{"prompt":"\#(String(repeating: "x ", count: 300))"}}"#,
                        state, rank, rank == 4 ? nil : "task_\(number)",
                        rank == 1 ? nil : 1_795_000_000_000, rank == 4 ? "no answer" : nil,
                    ],
                )
            }
        }
        try await database.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        }
        try database.close()
        return try Data(contentsOf: URL(filePath: file))
    }

    private func write(_ whole: Data, without page: Int) throws {
        try FileManager.default.removeItem(atPath: folder.data)
        var bytes = whole
        let place = page * Self.pageSize
        bytes.replaceSubrange(
            place..<(place + Self.pageSize),
            with: [UInt8](repeating: 0xA5, count: Self.pageSize),
        )
        try folder.write("", to: "data/journal.sqlite.suspect")
        try bytes.write(to: URL(filePath: file))
    }

    private func states() async throws -> [Int: String] {
        let tasks = try await program.run("tasks", "--json").json?.array ?? []
        let pairs = tasks.compactMap { task -> (Int, String)? in
            guard let id = task["id"]?.integer, let state = task["state"]?.string else {
                return nil
            }
            return (id, "\(state) \(task["taskId"]?.string ?? "-")")
        }
        return Dictionary(pairs) { $1 }
    }

    @Test(.timeLimit(.minutes(3))) func whicheverPageIsBadNoTaskIsForgotten() async throws {
        let whole = try await prepare()
        let before = try await states()
        try #require(before.count == Self.count)
        // The first ones say where all others are.
        let pages = Array(0..<6) + stride(from: 6, to: whole.count / Self.pageSize, by: 4)
        for page in pages {
            try write(whole, without: page)
            let end = try await program.run("submit", "quick", "--prompt", "next")
            #expect(end.code == 5 && end.output.hasPrefix("#41 "), "page \(page + 1): \(end)")
            #expect(end.errors.contains("the journal was damaged"), "page \(page + 1): \(end)")
            let after = try await states()
            for (number, state) in before where number > 1 {
                #expect(after[number] == state, "page \(page + 1), task \(number): \(end.errors)")
            }
            let kept = folder.files.filter { $0.key.contains("journal.sqlite.damaged-") }
            #expect(kept.values.contains { $0.count >= whole.count }, "page \(page + 1)")
        }
    }
}
