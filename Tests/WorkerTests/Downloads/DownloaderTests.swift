import Apixo
import Foundation
import Samples
import Simulator
import Synchronization
import Tasks
import Testing

@testable import Machine
@testable import Worker

struct DownloaderTests {
    private let folder: TestFolder
    private let downloader: Downloader
    private let png = "\u{89}PNG"

    init() throws {
        folder = try TestFolder()
        downloader = Downloader(
            folder: "\(folder.path)/results",
            endpoint: try Endpoint("http://127.0.0.1"),
        )
    }

    private func fetch(_ url: String) async -> DownloadOutcome {
        await downloader.fetch(.sample(url), submittedAt: .start)
    }

    private var results: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/results")) ?? [])
            .sorted()
    }

    @Test func aWholeFileIsNamedByDateTaskAndNumber() async throws {
        try await Service.with { service in
            let url = try await service.resultURL()
            guard case .saved(let path, let bytes) = await fetch(url) else {
                Issue.record("it was not saved")
                return
            }
            let day = WallClock.local.date(.start)
            #expect(path == "\(folder.path)/results/\(day)-task1-1.png")
            #expect(results == ["\(day)-task1-1.png"])
            #expect(FileManager.default.contents(atPath: path)?.count == bytes)
            #expect(service.entries(.download).map(\.authorization) == [false])
        }
    }

    @Test func aBrokenDownloadIsGoneOnWithWhereItStopped() async throws {
        try await Service.with(faults: ["truncated=0.7"]) { service in
            let url = try await service.resultURL()
            for _ in 0..<100 where results.first?.hasSuffix(".png") != true { _ = await fetch(url) }
            let downloads = service.entries(.download)
            let ranges = downloads.compactMap(\.range)
            #expect(!ranges.isEmpty && downloads.allSatisfy { $0.authorization == false })
            let file = folder.bytes("results/\(results[0])")
            #expect(downloads.compactMap(\.bytes).reduce(0, +) == file.count)
            #expect(try await service.bytes(of: url) == file)
        }
    }

    @Test func aPageInPlaceOfAnImageIsRefused() async throws {
        let page = "<!DOCTYPE html><title>Sign in</title>"
        try await OddServer.with(.ok(page)) { server in
            let outcome = await fetch("\(server.url)/1.png")
            #expect(outcome.failure == "what came is no image, video or sound")
            #expect(results == [])
        }
    }

    @Test func aResultThatIsGoneIsSaidToBeGone() async throws {
        try await Service.with { service in
            let outcome = await fetch("\(service.simulator.baseURL)/results/none/1.png")
            #expect(outcome.failure == "the result is not there (HTTP 404)")
            #expect(results == [])
        }
    }

    @Test func aPartOfTheWrongPlaceIsNotPutTogether() async throws {
        let start = "HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\nGIF89a, the first part"
        try await OddServer.with(.answer(start)) { server in
            #expect(await fetch("\(server.url)/1.gif").failure != nil)
            #expect(results.filter { $0.hasSuffix(".part") }.count == 1)
        }
        let wrong = "HTTP/1.1 206 P\r\nContent-Range: bytes 0-3/40\r\nContent-Length: 4\r\n\r\nGIF8"
        try await OddServer.with(.answer(wrong)) { server in
            try leavePart(of: "\(server.url)/1.gif", holding: "GIF89a, the first part")
            #expect(await fetch("\(server.url)/1.gif").failure?.contains("did not fit") == true)
        }
    }

    @Test func aPartThatIsWholeAlreadyOnlyGetsItsName() async throws {
        let answer = "HTTP/1.1 416 R\r\nContent-Range: bytes */10\r\nContent-Length: 0\r\n\r\n"
        try await OddServer.with(.answer(answer)) { server in
            try leavePart(of: "\(server.url)/1.gif", holding: "GIF89a0123")
            guard case .saved(_, let bytes) = await fetch("\(server.url)/1.gif") else {
                Issue.record("it was not saved")
                return
            }
            #expect(bytes == 10 && results.count == 1)
        }
    }

    @Test(arguments: [
        "<!DOCTYPE html>\u{0}\u{1}", "\n <html>\u{1}", "{\"code\":400}", "[1]", "no such image\n",
        "",
        "<?xml version=\"1.0\"?><svg/>", "\u{FEFF}sorry\u{0}",
        "<\u{0}h\u{0}t\u{0}m\u{0}l\u{0}>\u{0}",
    ])
    func aPageOrAMessageIsNotKept(text: String) async throws {
        try await OddServer.with(.ok(text)) { server in
            let outcome = await fetch("\(server.url)/1.png")
            #expect(outcome.failure == "what came is no image, video or sound")
            #expect(results == [])
        }
    }

    @Test func aWholeFileOfAnUnknownKindIsKept() async throws {
        try await OddServer.with(.ok("glTF\u{2}\u{0}\u{0}\u{0}")) { server in
            guard case .saved(let path, let bytes) = await fetch("\(server.url)/1.glb") else {
                Issue.record("it was not saved")
                return
            }
            #expect(path == "\(folder.path)/results/\(WallClock.local.date(.start))-task1-1.bin")
            #expect(bytes == 8)
        }
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 8\r\n\r\n",
    ])
    func anUnknownFileThatIsPackedOrOfNoKnownLengthIsNotKept(head: String) async throws {
        try await OddServer.with(.answer(head + "glTF\u{2}\u{0}\u{0}\u{0}")) { server in
            let outcome = await fetch("\(server.url)/1.glb")
            #expect(outcome.failure == "what came is no image, video or sound")
            #expect(results == [])
        }
    }

    @Test(arguments: [
        "../../evil.gif", "%2e%2e%2f%2e%2e%2fevil.gif", ".ssh/authorized_keys", "",
        "a%00b.gif", String(repeating: "x", count: 4096),
    ])
    func noNameInAURLLeadsOutOfTheFolder(name: String) async throws {
        try await OddServer.with(.ok("GIF89a")) { server in
            guard case .saved(let path, _) = await fetch("\(server.url)/\(name)") else {
                Issue.record("it was not saved")
                return
            }
            #expect(path == "\(folder.path)/results/\(WallClock.local.date(.start))-task1-1.gif")
            #expect(folder.names == ["results"])
        }
    }

    @Test func aFolderThatCannotBeMadeIsNamed() async throws {
        try folder.write("a file", to: "results")
        try await OddServer.with(.ok("GIF89a")) { server in
            let failure = await fetch("\(server.url)/1.gif").failure
            let place = "\(folder.path)/results"
            #expect(failure == "the results folder \(place) cannot be used: it is a file")
        }
    }

    @Test func aFolderThatIsDeletedDuringADownloadIsMadeAnewForTheNextTry() async throws {
        let start = "HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\nGIF89a, the first part"
        try await OddServer.with(.start(start)) { server in
            let fetching = Task { await fetch("\(server.url)/1.gif") }
            try await eventually { !results.isEmpty }
            try FileManager.default.removeItem(atPath: "\(folder.path)/results")
            fetching.cancel()
            #expect(await fetching.value.failure != nil)
        }
        try await OddServer.with(.ok("GIF89a")) { server in
            guard case .saved = await fetch("\(server.url)/1.gif") else {
                Issue.record("it was not saved")
                return
            }
        }
    }

    /// What an earlier try, broken off, would have left.
    private func leavePart(
        of url: String,
        holding text: String,
        from origin: FileOrigin = FileOrigin(eTag: "\"one\"", lastModified: nil, total: nil),
    ) throws {
        let path = "\(folder.path)/results"
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true,
        )
        let name = "results/\(Downloader.partName(of: .sample(url), .start))"
        try folder.write(text, to: name)
        try folder.write(String(decoding: origin.bytes, as: UTF8.self), to: "\(name).from")
    }

    /// A file that has changed on the server is fetched from its start.
    @Test(arguments: [
        "ETag: \"two\"\r\n", "Last-Modified: Sat, 21 Nov 2026 10:00:00 GMT\r\n",
        "Content-Range: bytes 6-8/9\r\n",
    ])
    func aPartOfAnotherFileIsNotGoneOnWith(header: String) async throws {
        let range = header.hasPrefix("Content-Range") ? "" : "Content-Range: bytes 6-9/10\r\n"
        let answer = "HTTP/1.1 206 P\r\n\(header)\(range)Content-Length: 4\r\n\r\n0123"
        try await OddServer.with(.answer(answer)) { server in
            let url = "\(server.url)/1.gif"
            let origin = FileOrigin(
                eTag: "\"one\"",
                lastModified: "Fri, 20 Nov 2026 10:00:00 GMT",
                total: 10,
            )
            try leavePart(of: url, holding: "GIF89a", from: origin)
            #expect(await fetch(url).failure?.contains("did not fit") == true)
            #expect(results.isEmpty, "\(results)")
            #expect(server.requests[0].contains("If-Range: \"one\"\r\n"))
            #expect(server.requests[0].contains("Range: bytes=6-\r\n"))
        }
    }

    /// What no note tells of, or one of before the machine was started, is begun anew.
    @Test func aPartFromNowhereIsBegunAnew() async throws {
        try await OddServer.with(.ok("GIF89a0123")) { server in
            let url = "\(server.url)/1.gif"
            var origin = FileOrigin(eTag: "\"one\"", lastModified: nil, total: 10)
            origin.boot = "another"
            try leavePart(of: url, holding: "JUNK", from: origin)
            guard case .saved(_, let bytes) = await fetch(url) else {
                Issue.record("it was not saved")
                return
            }
            #expect(bytes == 10 && results.count == 1)
            #expect(!server.requests[0].contains("Range"))
        }
    }
}

extension OddServer.Manner {
    static func ok(_ body: String) -> Self {
        .answer("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
    }
}

extension DownloadOutcome {
    fileprivate var failure: String? {
        guard case .failed(let reason, _) = self else { return nil }
        return reason
    }
}
