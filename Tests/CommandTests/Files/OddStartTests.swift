import Apixo
import Foundation
import GRDB
import Programs
import Testing

/// One row that nothing can be done with stands in nobody's way.
struct OddStartTests {
    private static let odd = [
        "UPDATE task SET request = '[' WHERE id = 1",
        "UPDATE task SET submittedAt = 'soon' WHERE id = 1",
        "UPDATE task SET sentAt = 9e18 WHERE id = 1",
        "INSERT INTO file SELECT 77, 1, 'http://a.example/a', 9, 'waiting', 0, 0, '', '', 0",
        "INSERT INTO file SELECT 1, 9, X'FF', 'x', 'waiting', 'y', -1, 1, 2, 'z'",
        "INSERT INTO wish (kind, task, text) VALUES ('fly', 1, '')",
        "INSERT INTO wish (kind, task, text) VALUES ('attach', 99, X'FF00')",
        "INSERT INTO wish (kind, task, text) VALUES ('downloadAgain', -1, '99999999999999999999')",
        "INSERT OR REPLACE INTO pause VALUES ('quick', X'FF', -1, 9e18, 'x')",
        "INSERT OR REPLACE INTO spent VALUES ('quick', 'x', 9e18, -5, 'many')",
        "INSERT INTO balance VALUES (1, 'x', 9e999)",
        "INSERT OR REPLACE INTO draft VALUES ('quick', X'FF')",
        "INSERT OR REPLACE INTO setting VALUES ('model', X'FF')",
        "INSERT INTO look VALUES (1, 'x', X'FF')",
    ]

    @Test(arguments: odd)
    func theRestIsSentAndFetched(sql: String) async throws {
        let folder = try Folder.withQuickModel()
        let service = try await SimulatorProgram(in: folder, timeScale: 0.01)
        let proxy = try BreakableProxy(to: service.address)
        let program = Program(folder, address: proxy.address)
        proxy.close()
        for prompt in ["a", "b"] {
            #expect(try await program.run("submit", "quick", "--prompt", prompt).code == 5)
        }
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let journal = "\(folder.data)/journal.sqlite"
        try await DatabaseQueue(path: journal, configuration: configuration).write { db in
            try db.execute(sql: sql)
        }
        try proxy.open()
        let worker = try program.start(["worker", "--until-idle"])
        #expect(try await worker.outcome(within: 30).code == 0)
        let task = try await program.run("show", "2", "--json").json
        #expect(task?["state"]?.string == "success" && task?["files"]?.array?.count == 1)
    }
}
