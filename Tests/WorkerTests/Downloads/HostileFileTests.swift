import Apixo
import Foundation
import Samples
import Tasks
import Testing

@testable import Machine
@testable import Worker

/// What a server can say of a file, and what may stand in the folder already.
struct HostileFileTests {
    private let folder: TestFolder
    private let downloader: Downloader
    private let name = "\(WallClock.local.date(.start))-task1-1"

    init() throws {
        folder = try TestFolder()
        downloader = Downloader(
            folder: "\(folder.path)/results",
            endpoint: try Endpoint("http://127.0.0.1"),
        )
        try folder.write("outside", to: "outside")
        try FileManager.default.createDirectory(
            atPath: "\(folder.path)/results",
            withIntermediateDirectories: true,
        )
    }

    private var results: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/results")) ?? []
    }

    private func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/results/\(name)",
            withDestinationPath: target,
        )
    }

    @Test(arguments: [
        "../evil.gif", "..%2f..%2fevil.gif", "..%252fevil.gif", "%2e%2e/%2e%2e/evil.gif",
        "/etc/passwd", "//etc/passwd", "..\\..\\evil.gif", "%5c..%5cevil.gif", "~/.ssh/id_rsa",
        ".ssh/authorized_keys", "a%00.gif", "%00", "%2f", ".", "..", "...", "-rf", "CON", "NUL.gif",
        "x.gif.part", ".part", "%0a%1b%5b2J.gif", "%e2%80%aefig.exe", "?name=../../evil",
        "a;b|c&d", "%ff%fe", String(repeating: "%2e%2e%2f", count: 500),
    ])
    func onlyOurOwnNameStandsInTheFolder(path: String) async throws {
        let head =
            "HTTP/1.1 200 OK\r\nContent-Disposition: attachment; filename=\"../../e.gif\"\r\n"
        let rest = "Content-Type: ../x\u{1B}[2J\r\nContent-Length: 6\r\n\r\nGIF89a"
        try await OddServer.with(.answer(head + rest)) { server in
            let file = ResultFile.sample("\(server.url)/\(path)")
            _ = await downloader.fetch(file, submittedAt: .start)
            #expect(results.allSatisfy { $0 == "\(name).gif" }, "\(results)")
            #expect(folder.names.sorted() == ["outside", "results"])
            #expect(folder.bytes("outside") == Array("outside".utf8))
        }
    }

    @Test func aLinkUnderTheFilesNameIsNotWrittenThrough() async throws {
        try link("\(name).gif", to: "\(folder.path)/outside")
        try await OddServer.with(.ok("GIF89a")) { server in
            let file = ResultFile.sample("\(server.url)/1.gif")
            guard case .saved(let path, _) = await downloader.fetch(file, submittedAt: .start)
            else {
                Issue.record("it was not saved")
                return
            }
            #expect(path == "\(folder.path)/results/\(name)~2.gif")
            #expect(folder.bytes("outside") == Array("outside".utf8))
        }
    }

    @Test func aLinkToNowhereIsReplacedAndNotFollowed() async throws {
        try link("\(name).gif", to: "\(folder.path)/new")
        try await OddServer.with(.ok("GIF89a")) { server in
            let file = ResultFile.sample("\(server.url)/1.gif")
            _ = await downloader.fetch(file, submittedAt: .start)
            #expect(folder.names.sorted() == ["outside", "results"])
        }
    }

    @Test func aLinkUnderThePartsNameIsRefused() async throws {
        try await OddServer.with(.ok("GIF89a")) { server in
            let file = ResultFile.sample("\(server.url)/1.gif")
            try link(Downloader.partName(of: file, .start), to: "\(folder.path)/outside")
            guard case .failed(let reason, _) = await downloader.fetch(file, submittedAt: .start)
            else {
                Issue.record("it was saved")
                return
            }
            #expect(reason.contains("/results/\(name)"))
            #expect(folder.bytes("outside") == Array("outside".utf8))
            #expect(server.requests.isEmpty)
        }
    }

    @Test(arguments: [
        "Content-Range: bytes 5-9/9223372036854775807\r\nContent-Length: 5",
        "Content-Range: bytes 5-9/*\r\nContent-Length: 9223372036854775807",
        "Content-Range: bytes 5-/-1\r\nContent-Length: 5", "Content-Range: bytes 5",
        "Content-Range: bytes --5/5\r\nContent-Length: 18446744073709551616",
        "Content-Range: bytes \u{1B}[2J5-9/99\r\nContent-Length: -1",
        "Content-Range: \(String(repeating: "9", count: 1_000_000))",
        "Content-Length: 1\r\n\r\n\r\n",
    ])
    func oddNumbersInTheHeadersMakeNoFile(headers: String) async throws {
        try await OddServer.with(.answer("HTTP/1.1 206 P\r\n\(headers)\r\n\r\n01234")) { server in
            let file = ResultFile.sample("\(server.url)/1.gif")
            try folder.write("GIF89", to: "results/\(Downloader.partName(of: file, .start))")
            guard case .failed(let reason, _) = await downloader.fetch(file, submittedAt: .start)
            else {
                Issue.record("it was saved")
                return
            }
            #expect(!reason.isEmpty && reason.utf8.count < 1000)
            #expect(!results.contains("\(name).gif"))
        }
    }
}
