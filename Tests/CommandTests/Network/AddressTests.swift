import Apixo
import Foundation
import GRDB
import Programs
import Testing

/// Addresses from outside that no socket has: each is said, none ends the program.
struct AddressTests {
    private static let faulty = "http://127.0.0.1:99999/a.png"
    private static let words = "the URL's port 99999 is not a number from 1 to 65535"
    private static let picture = Array("GIF89a\u{1};".utf8)

    private let folder: Folder

    init() throws { folder = try .withQuickModel() }

    /// A service whose only task has these results; `/good` is one, `/away` leads to a faulty one.
    private func service(of urls: [String]) throws -> (PlainServer, Program) {
        let files = try PlainServer { request in
            request.path == "/good"
                ? Reply.ok(Self.picture) : Reply.raw("302 F", ["Location: \(Self.faulty)"], [])
        }
        let places = urls.map { $0.replacing("HERE", with: files.address) }
        let service = PlainService(urls: places)
        let server = try PlainServer { service.answer(to: $0) }
        return (server, Program(folder, address: server.address))
    }

    @Test(arguments: [
        (faulty, words), ("http://[::1]:65536/a", "port 65536 is not a number"),
        ("https://127.0.0.1:0/", "port 0 is not a number"),
        ("http://127.0.0.1:123456789012345678901/", "is not a number from 1"),
        ("http://user:secret@127.0.0.1/a.png", "holds a user name or password"),
        ("http://%31%32%37.0.0.1/a.png", "no usable host"),
        ("http://127.0.0.1/\(String(repeating: "a", count: 9000))", "longer than 8192 bytes"),
        ("http://", "it is not an http or https URL"), ("https://[::1/", "port :1 is not a number"),
    ])
    func aFaultyResultIsNotToBeHadAndTheOthersAre(url: String, reason: String) async throws {
        let (server, program) = try service(of: [url, "HERE/good"])
        let end = try await program.run("submit", "quick", "--prompt", "x", "--wait", "--json")
        #expect(end.json?["state"]?.string == "success", "\(end)")
        #expect(end.json?["files"]?.array?.count == 1, "\(end)")
        let tries = server.requests.count
        for _ in 0..<2 {
            let later = try await program.run("worker", "--until-idle")
            #expect(later.code == 0 && later.errors == "", "\(later)")
        }
        let shown = try await program.run("show", "1").output
        #expect(shown.contains("not to be had: ") && shown.contains(reason), "\(shown)")
        // Nothing was left to be asked for.
        #expect(server.requests.dropFirst(tries).allSatisfy { $0.path.contains("balance") })
    }

    @Test func aRedirectToAFaultyAddressIsSaidAndLeavesTheTaskWhole() async throws {
        let (server, program) = try service(of: ["HERE/away", "HERE/good"])
        let end = try await program.run("submit", "quick", "--prompt", "x", "--wait", "--json")
        #expect(end.json?["state"]?.string == "success", "\(end)")
        #expect(end.json?["files"]?.array?.count == 1, "\(end)")
        let shown = try await program.run("show", "1").output
        #expect(shown.contains("127.0.0.1 redirects: \(Self.words)"), "\(shown)")
        let later = try await program.run("worker", "--until-idle")
        #expect(later.code == 0, "\(later)")
        #expect(server.requests.count { $0.method == "POST" } == 1)
    }

    /// A program from before kept such a row as one to be fetched.
    @Test func aFaultyRowOfAnOldJournalIsMarkedAndTheRestWorks() async throws {
        let (_, program) = try service(of: ["HERE/good", "HERE/good"])
        let first = try await program.run("submit", "quick", "--prompt", "x", "--wait")
        #expect(first.code == 0)
        try await folder.openJournal().write { db in
            try db.execute(
                sql: "UPDATE file SET state = 'waiting', path = NULL, next = 0, url = ?"
                    + " WHERE number = 1",
                arguments: [Self.faulty],
            )
        }
        let start = try await program.run("worker", "--until-idle")
        #expect(start.code == 10 && start.errors == "", "\(start)")
        let shown = try await program.run("show", "1").output
        #expect(shown.contains("not to be had: \(Self.words)"), "\(shown)")
        let next = try await program.run("submit", "quick", "--prompt", "y", "--wait")
        #expect(next.code == 0, "\(next)")
    }

    @Test(arguments: [
        ("http://127.0.0.1:99999", words), ("http://127.0.0.1:0", "port 0 is not a number"),
        ("https://user:secret@api.apixo.ai", "holds a user name or password"),
        ("http://%31%32%37.0.0.1", "no usable host"),
    ])
    func aFaultyBaseURLIsUsage(url: String, reason: String) async throws {
        let end = try await Program(folder, address: url).run("submit", "quick", "--prompt", "x")
        #expect(end.code == 2 && end.errors.contains(reason), "\(end)")
        #expect(!end.errors.contains("secret"))
        try folder.write("base_url = \"\(url)\"\n", to: "config/apixo/config.toml")
        let configured = try await Program(folder).run("worker", "--until-idle")
        #expect(configured.code == 2 && configured.errors.contains(reason), "\(configured)")
        #expect(!configured.errors.contains("secret"))
    }

    @Test func aFaultyInputOrCallbackAddressIsUsage() async throws {
        let (server, program) = try service(of: [])
        let image = try await program.run(
            "submit",
            "seedream-5-0",
            "--prompt",
            "x",
            "--set",
            "mode=image-to-image",
            "--image-url",
            Self.faulty
        )
        #expect(image.code == 2 && image.errors.contains(Self.words), "\(image)")
        let callback = try await program.run(
            "submit",
            "quick",
            "--prompt",
            "x",
            "--callback-url",
            Self.faulty
        )
        #expect(callback.code == 2 && callback.errors.contains(Self.words), "\(callback)")
        #expect(server.requests.isEmpty)
    }

    @Test(arguments: [
        ("127.0.0.1:8787", "http://127.0.0.1:99999/x", "public_url: \(words)"),
        ("127.0.0.1:99999", "https://a.example", "listen: must be host:port"),
        ("127.0.0.1:0", "https://a.example", "listen: must be host:port"),
        ("127.0.0.1:+80", "https://a.example", "listen: must be host:port"),
    ])
    func aFaultyCallbackSettingIsUsage(listen: String, url: String, reason: String) async throws {
        try folder.write(
            "[callback]\nlisten = \"\(listen)\"\npublic_url = \"\(url)\"\n",
            to: "config/apixo/config.toml",
        )
        let end = try await Program(folder).run("worker", "--until-idle")
        #expect(end.code == 2 && end.errors.contains(reason), "\(end)")
    }

    @Test func theSimulatorRefusesAFaultyCallbackURLAndLives() async throws {
        let service = try await SimulatorProgram(in: folder, timeScale: 0.01)
        let body = """
            {"request_type":"callback","callback_url":"\(Self.faulty)","input":{"prompt":"x"}}
            """
        let request = """
            POST /api/v1/generateTask/quick HTTP/1.1\r\nHost: a\r\nConnection: close\r
            Authorization: Bearer \(Program.key)\r\nContent-Length: \(body.utf8.count)\r\n\r\n
            """
        let port = try #require(service.address.split(separator: ":").last.flatMap { UInt16($0) })
        let answer = try #require(Sockets.answer(to: request + body, on: port))
        #expect(answer.hasPrefix("HTTP/1.1 400"), "\(answer)")
        let program = Program(folder, address: service.address)
        #expect(try await program.run("submit", "quick", "--prompt", "y", "--wait").code == 0)
    }
}
