import Apixo
import Coordination
import Foundation
import GRDB
import Samples
import Tasks
import Testing

@testable import TaskJournal

struct JournalDamageTests {
    private let folder: TestFolder

    init() throws { folder = try TestFolder() }

    private var keptNames: [String] {
        folder.names.filter { $0.hasPrefix("journal.sqlite.damaged-") }
    }

    @Test func aJournalOfANewerVersionIsRefusedAndLeftAlone() throws {
        let journal = try Journal(folder: folder.path)
        try journal.write { db in
            try db.execute(sql: "INSERT INTO grdb_migrations VALUES ('99')")
        }
        #expect(throws: JournalError.self) { try Journal(folder: folder.path) }
        do {
            _ = try Journal(folder: folder.path)
        } catch {
            #expect(error.description.contains("newer version"))
        }
        #expect(keptNames.isEmpty)
    }

    @Test func aFileThatIsNoJournalIsSetAsideAndANewOneBegins() throws {
        let garbage = String(repeating: "this is no database. ", count: 500)
        try folder.write(garbage, to: "journal.sqlite")
        let journal = try Journal(folder: folder.path)
        let notice = try #require(journal.notice)
        #expect(notice.contains("damaged") && notice.contains("\(folder.path)/\(keptNames[0])"))
        #expect(folder.bytes(keptNames[0]) == Array(garbage.utf8))
        #expect(try journal.insert([.quick()], at: .start).count == 1)
    }

    @Test func damageMetOnTheWaySetsTheJournalAsideAtTheNextStart() throws {
        try makeTornJournal()
        try reopen { torn in
            #expect(throws: JournalError.self) { try torn.forEachTask(in: nil) { _ in } }
        }
        try reopen { journal in
            #expect(journal.notice != nil)
            let total = try journal.window(WindowQuery()).total
            #expect(total > 100)
        }
        #expect(keptNames.contains { !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") })
    }

    @Test func aDamagedJournalThatOthersUseStaysWhereItIs() throws {
        let journal = try Journal(folder: folder.path)
        _ = try journal.insert([.quick()], at: .start)
        DamagedJournal(path: journal.path).suspect()
        #expect(try Journal(folder: folder.path).notice == nil)
        #expect(keptNames.isEmpty)
    }

    @Test func aSoundJournalUnderSuspicionIsKept() throws {
        try reopen { journal in
            _ = try journal.insert([.quick()], at: .start)
            DamagedJournal(path: journal.path).suspect()
        }
        try reopen { journal in
            let unfinished = try journal.unfinished()
            #expect(journal.notice == nil && unfinished.count == 1)
        }
        #expect(!folder.names.contains("journal.sqlite.suspect"))
    }

    @Test(arguments: [ResultCode.SQLITE_CORRUPT, .SQLITE_ERROR])
    func whatAFaultQuotesOfTheFileIsOnePlainLine(code: ResultCode) {
        let quoted = "token: \u{1B}]0;x\u{7}\n" + String(repeating: "x", count: 9000)
        let error = DatabaseError(resultCode: code, message: quoted)
        let text = JournalError(error, path: "/journal.sqlite").description
        #expect(text.contains("token:  ]0;x  xxx") && text.count < 700)
    }

    private func reopen(_ body: (Journal) throws -> Void) throws {
        try body(Journal(folder: folder.path))
    }

    /// A journal whose pages in the middle are overwritten.
    private func makeTornJournal() throws {
        try reopen { journal in
            let prompt = String(repeating: "words ", count: 300)
            _ = try journal.insert((0..<200).map { .quick("\($0) \(prompt)") }, at: .start)
            try journal.pool?.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
            }
        }
        var bytes = folder.bytes("journal.sqlite")
        for index in (bytes.count / 3)..<(bytes.count * 2 / 3) { bytes[index] = 0xA5 }
        try Data(bytes).write(to: URL(filePath: "\(folder.path)/journal.sqlite"))
    }
}
