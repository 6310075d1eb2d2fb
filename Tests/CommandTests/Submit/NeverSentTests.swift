import Foundation
import Glibc
import Programs
import Testing

/// A request that no connection came about for was not sent: it stays queued.
struct NeverSentTests {
    private let folder: Folder
    private let server: PlainServer

    init() throws {
        folder = try .withQuickModel()
        let service = PlainService(urls: [])
        server = try PlainServer { service.answer(to: $0) }
    }

    private static let ofConnecting = [
        ENETUNREACH, EHOSTUNREACH, EADDRNOTAVAIL, ENOBUFS, ENETDOWN, EACCES, EPERM, ETIMEDOUT,
    ]
    private static let ofSockets = [EMFILE, ENFILE, ENOBUFS, ENOMEM]

    @Test(
        arguments: ofConnecting.map { ("NO_CONNECT", $0) } + ofSockets.map { ("NO_SOCKET", $0) }
    )
    func withoutAConnectionItStaysQueued(call: String, number: Int32) async throws {
        for address in [server.address, server.address.replacing("127.0.0.1", with: "localhost")] {
            let folder = try Folder()
            try folder.addQuickModel()
            var program = Program(folder, address: address)
            program.surroundings = Preload.surroundings([call: "\(number)"])
            let end = try await program.run("submit", "quick", "--prompt", "x", "--json")
            #expect(end.code == 5, "\(end)")
            #expect(end.json?["state"]?.string == "queued", "\(end)")
            let words = String(cString: strerror(number)).dropFirst()
            #expect(end.errors.contains("stays queued: ") && end.errors.contains(words), "\(end)")
            program.surroundings = [:]
            // Its result names no file.
            #expect(try await program.run("worker", "--until-idle").code == 11)
            #expect(try await program.run("show", "1").output.contains("success"))
        }
        #expect(server.requests.count { $0.method == "POST" } == 2)
    }

    /// However few files it may open, it never pays for what it does not know.
    @Test(arguments: 14...30)
    func withFewFilesNothingBecomesUnknown(limit: Int) async throws {
        let program = Program(folder, address: server.address)
        let command = "ulimit -n \(limit); exec \(Program.path) submit quick --prompt x"
        let running = try RunningProgram(
            "/bin/sh",
            ["-c", command],
            environment: program.environment,
        )
        let end = try await running.outcome()
        #expect(end.code != 3 && end.code < 128, "\(end)")
        let posts = server.requests.count { $0.method == "POST" }
        #expect(posts == (end.code == 0 ? 1 : 0), "\(end)")
        #expect(!end.errors.contains("permissions"), "\(end)")
    }
}
