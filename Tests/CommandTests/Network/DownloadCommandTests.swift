import Foundation
import GRDB
import Glibc
import Programs
import Synchronization
import Testing

/// Results as servers send them badly, saved by the built program.
struct DownloadCommandTests {
    /// Two chunks and the end.
    private static let png: [UInt8] =
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        + [0, 0, 0, 13] + Array("IHDR".utf8) + [UInt8](repeating: 1, count: 17)
        + [0, 0, 0, 40] + Array("IDAT".utf8) + [UInt8](repeating: 2, count: 44)
        + [0, 0, 0, 0] + Array("IEND".utf8) + [0xAE, 0x42, 0x60, 0x82]

    private let folder: Folder

    init() throws { folder = try .withQuickModel() }

    /// The program of a service whose one result the server answers for.
    private func program(_ files: PlainServer) throws -> Program {
        let service = PlainService(urls: ["\(files.address)/1.png"])
        return Program(folder, address: try PlainServer { service.answer(to: $0) }.address)
    }

    private func submit(_ program: Program) async throws -> [UInt8]? {
        let end = try await program.run("submit", "quick", "--prompt", "x", "--wait", "--json")
        #expect(end.json?["state"]?.string == "success", "\(end)")
        let path = end.json?["files"]?.array?.first?.string
        return path.flatMap(FileManager.default.contents).map { Array($0) }
    }

    @Test func aBodyWithoutALengthThatStopsEarlyIsNotTaken() async throws {
        let files = try PlainServer { _ in Reply.raw("200 OK", [], Array(Self.png.dropLast(5))) }
        let program = try program(files)
        #expect(try await submit(program) == nil)
        let shown = try await program.run("show", "1").output
        #expect(shown.contains("and the end of the file did not"), "\(shown)")
    }

    @Test func aBodyWithoutALengthThatReachesItsEndIsTaken() async throws {
        let files = try PlainServer { _ in Reply.raw("200 OK", [], Self.png) }
        #expect(try await submit(try program(files)) == Self.png)
    }

    @Test func aBrokenDownloadGoesOnWithTheSameFileOnly() async throws {
        let other = Self.png.map { $0 == 2 ? 3 : $0 }
        let files = try PlainServer { request in
            let total = "Content-Length: \(Self.png.count)"
            guard request.header("Range") != nil else {
                return Reply.raw("200 OK", [total, "ETag: \"one\""], Array(Self.png.prefix(60)))
            }
            // The file is another one by now, so all of it is sent.
            return request.header("If-Range") == "\"one\""
                ? Reply.ok(other, ["ETag: \"two\""])
                : Reply.raw(
                    "206 P",
                    ["Content-Range: bytes 60-/\(other.count)"],
                    Array(other[60...])
                )
        }
        #expect(try await submit(try program(files)) == other)
        #expect(files.requests.map { $0.header("If-Range") } == [nil, "\"one\""])
    }

    @Test func whatStandsUnderTheNameIsNotReplaced() async throws {
        let files = try PlainServer { _ in Reply.ok(Self.png) }
        let program = try program(files)
        var first = tm()
        var now = time(nil)
        gmtime_r(&now, &first)
        let day = String(
            format: "%04d-%02d-%02d",
            first.tm_year + 1900,
            first.tm_mon + 1,
            first.tm_mday
        )
        let mine = try folder.write("mine", to: "data/results/\(day)-task1-1.png")
        #expect(try await submit(program) == Self.png)
        #expect(FileManager.default.contents(atPath: mine) == Data("mine".utf8))
    }

    /// The journal holds it as one to be fetched again, as `d` leaves it.
    @Test func aSavedFileWhoseURLIsDeadStaysKnown() async throws {
        let isDead = Mutex(false)
        let files = try PlainServer { _ in
            isDead.withLock { $0 }
                ? Reply.raw("404 Gone", ["Content-Length: 0"], []) : Reply.ok(Self.png)
        }
        let program = try program(files)
        #expect(try await submit(program) == Self.png)
        isDead.withLock { $0 = true }
        try await folder.openJournal().write { db in
            try db.execute(
                sql: "INSERT INTO wish (kind, task, text) VALUES ('downloadAgain', 1, '')"
            )
        }
        let end = try await program.run("worker", "--until-idle")
        #expect(end.code == 0, "\(end)")
        let shown = try await program.run("show", "1", "--json")
        #expect(shown.json?["files"]?.array?.count == 1, "\(shown)")
        let text = try await program.run("show", "1").output
        #expect(text.contains("not fetched again: the result is not there (HTTP 404)"), "\(text)")
        let path = try #require(shown.json?["files"]?.array?.first?.string)
        #expect(FileManager.default.contents(atPath: path) == Data(Self.png))
    }
}
