import Foundation
import GRDB
import Glibc
import Programs
import Testing

/// Where the service of somebody else may not lead this machine.
struct ResultHostTests {
    private let folder: Folder
    private let server: PlainServer

    init() throws {
        folder = try .withQuickModel()
        let service = PlainService(urls: [])
        server = try PlainServer { service.answer(to: $0) ?? Reply.ok("GIF89a\u{1};") }
    }

    /// What became of a result that a service elsewhere gave this URL.
    private func fetch(
        _ url: String,
        _ surroundings: [String: String] = [:],
    ) async throws -> String {
        let local = Program(folder, address: server.address)
        #expect(try await local.run("submit", "quick", "--prompt", "x", "--wait").code == 11)
        try await folder.openJournal().write { db in
            try db.execute(
                sql: "INSERT INTO file (task, number, url, expiresAt, state, next)"
                    + " VALUES (1, 1, ?, 253402300799000, 'waiting', 0)",
                arguments: [url],
            )
        }
        var elsewhere = Program(folder, address: "https://api.apixo.test")
        let noRoute = ["NO_ROUTE": "\(ENETUNREACH)"]
        elsewhere.surroundings = Preload.surroundings(noRoute.merging(surroundings) { $1 })
        let end = try await elsewhere.run("worker", "--until-idle")
        #expect([0, 10].contains(end.code), "\(end)")
        return try await local.run("show", "1").output
    }

    @Test(arguments: [
        "10.1.2.3", "127.0.0.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "64:ff9b::a01:203",
        "2002:a01:203::1", "fec0::1",
    ])
    func aNameOfAnAddressInsideIsNotAsked(address: String) async throws {
        let shown = try await fetch(
            "https://pictures.apixo.test/1.gif",
            ["NAMES": "pictures.apixo.test=\(address)"]
        )
        #expect(shown.contains("not to be had: pictures.apixo.test ("), "\(shown)")
        #expect(shown.contains("is inside this network; nothing is fetched from there"))
        let literal = address.contains(":") ? "[\(address)]" : address
        let spelled = try await fetchAgain("https://\(literal)/1.gif")
        #expect(spelled.contains("is inside this network"), "\(spelled)")
    }

    private func fetchAgain(_ url: String) async throws -> String {
        try await folder.openJournal().write { db in
            try db.execute(
                sql: "UPDATE file SET state = 'waiting', next = 0, tries = 0, url = ?",
                arguments: [url],
            )
        }
        var elsewhere = Program(folder, address: "https://api.apixo.test")
        elsewhere.surroundings = Preload.surroundings(["NO_ROUTE": "\(ENETUNREACH)"])
        #expect(try await elsewhere.run("worker", "--until-idle").code == 10)
        return try await elsewhere.run("show", "1").output
    }

    @Test func aNameOfAPublicAddressIsAsked() async throws {
        let shown = try await fetch(
            "https://pictures.apixo.test/1.gif",
            ["NAMES": "pictures.apixo.test=1.1.1.1"]
        )
        #expect(shown.contains("not saved yet") && shown.contains("network is unreachable"))
    }

    /// A name that stands for a harmless address when it is checked, and for this machine ever after.
    @Test func whatWasCheckedIsWhatIsConnectedTo() async throws {
        let before = server.requests.count
        let port = try await SecureFront(to: server.port).port
        let shown = try await fetch(
            "https://pictures.apixo.test:\(port)/1.gif",
            [
                "NAMES": "pictures.apixo.test=1.1.1.1>127.0.0.1",
                "SSL_CERT_FILE": try folder.write(SecureFront.trust, to: "trust.pem"),
            ]
        )
        // The next try looks it up anew.
        #expect(shown.contains("(127.0.0.1) is inside this network"), "\(shown)")
        #expect(server.requests.dropFirst(before).allSatisfy { !$0.path.contains("1.gif") })
    }

    @Test func plainHTTPIsForThoseWhoAllowIt() async throws {
        let names = ["NAMES": "pictures.apixo.test=1.1.1.1"]
        let refused = try await fetch("http://pictures.apixo.test/1.gif", names)
        #expect(refused.contains("not to be had: pictures.apixo.test is asked over https only"))
        try folder.write("[results]\nallow_http = true\n", to: "config/apixo/config.toml")
        let asked = try await fetchAgain("http://1.1.1.1/1.gif")
        #expect(asked.contains("network is unreachable"), "\(asked)")
    }
}
