import Foundation
import Glibc
import Programs
import Testing

/// The built program behind a proxy, with certificates of the user's own.
struct ProxyTests {
    private static let password = "proxy-canary-51e0"

    private let folder: Folder
    private let server: PlainServer
    private let proxy: ProxyServer
    private let trust: String

    init() async throws {
        folder = try .withQuickModel()
        let service = PlainService(urls: ["https://pictures.apixo.test/1.gif"])
        server = try PlainServer { service.answer(to: $0) ?? Reply.ok("GIF89a\u{1};") }
        proxy = try ProxyServer(to: await SecureFront(to: server.port).port)
        trust = try folder.write(SecureFront.trust, to: "trust.pem")
    }

    private func program(_ surroundings: [String: String]) -> Program {
        var program = Program(folder, address: "https://api.apixo.test")
        program.surroundings = surroundings
        return program
    }

    private func submit(_ program: Program) async throws -> Program.Outcome {
        try await program.run("submit", "quick", "--prompt", "x", "--wait", "--json")
    }

    @Test(arguments: ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
    func callsAndDownloadsGoThroughTheProxy(name: String) async throws {
        let address = "http://me:\(Self.password)@127.0.0.1:\(proxy.port)"
        let end = try await submit(program([name: address, "SSL_CERT_FILE": trust]))
        #expect(end.code == 0 && end.errors == "", "\(end)")
        #expect(end.json?["files"]?.array?.count == 1)
        let asked = proxy.requests
        #expect(asked.contains { $0.hasPrefix("CONNECT api.apixo.test:443 ") })
        #expect(asked.contains { $0.hasPrefix("CONNECT pictures.apixo.test:443 ") })
        let credentials = Data("me:\(Self.password)".utf8).base64EncodedString()
        #expect(asked.allSatisfy { $0.lowercased().contains("proxy-authorization: basic") })
        #expect(asked.allSatisfy { $0.contains(credentials) && !$0.contains(Program.key) })
        #expect(!(end.output + end.errors).contains(Self.password))
        for (file, bytes) in folder.files {
            #expect(bytes.range(of: Data(Self.password.utf8)) == nil, "\(file)")
            #expect(bytes.range(of: Data(credentials.utf8)) == nil, "\(file)")
        }
    }

    @Test func aSOCKSProxyLooksNamesUp() async throws {
        let address = "socks5h://127.0.0.1:\(proxy.port)"
        let end = try await submit(program(["ALL_PROXY": address, "SSL_CERT_FILE": trust]))
        #expect(end.code == 0, "\(end)")
        #expect(proxy.requests.contains("SOCKS api.apixo.test:443"))
    }

    @Test func certificatesAreTrustedByConfigurationToo() async throws {
        let proxied = ["HTTPS_PROXY": "127.0.0.1:\(proxy.port)"]
        let distrusting = try await program(proxied).run("submit", "quick", "--prompt", "x")
        #expect(distrusting.code == 5, "\(distrusting)")
        #expect(distrusting.errors.contains("the certificate is not trusted"), "\(distrusting)")
        #expect(server.requests.isEmpty)
        try folder.write("ca_file = \"\(trust)\"\n", to: "config/apixo/config.toml")
        let end = try await program(proxied).run("worker", "--until-idle")
        #expect(end.code == 0, "\(end)")
        #expect(server.requests.count { $0.method == "POST" } == 1)
    }

    @Test(arguments: ["apixo.test", ".apixo.test", "a.example, *.apixo.test", "*"])
    func whatNoProxyNamesIsAskedStraight(exceptions: String) async throws {
        let front = try await SecureFront(to: server.port)
        var straight = program(
            Preload.surroundings([
                "HTTPS_PROXY": "http://127.0.0.1:\(proxy.port)", "NO_PROXY": exceptions,
                "SSL_CERT_FILE": trust, "NAMES": "api.apixo.test=127.0.0.1",
            ])
        )
        straight.address = "https://api.apixo.test:\(front.port)"
        let end = try await straight.run("submit", "quick", "--prompt", "x")
        #expect(end.code == 0, "\(end)")
        #expect(proxy.requests.isEmpty)
    }

    /// The key goes to loopback without encryption, so nobody may stand in between.
    @Test func loopbackIsNeverProxied() async throws {
        let files = try PlainServer { _ in Reply.ok("GIF89a\u{1};") }
        let service = PlainService(urls: ["\(files.address)/1.gif"])
        let server = try PlainServer { service.answer(to: $0) }
        let names = ["HTTPS_PROXY", "HTTP_PROXY", "http_proxy", "ALL_PROXY"]
        var local = program(
            Dictionary(names.map { ($0, "http://127.0.0.1:\(proxy.port)") }) { $1 }
        )
        local.address = server.address
        let end = try await submit(local)
        #expect(end.code == 0, "\(end)")
        #expect(proxy.requests.isEmpty)
    }

    @Test(arguments: [
        ("HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n", "asks for a user name and a password"),
        ("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n", "does not let this through"),
        ("", "closed"), ("garbage\r\n\r\n", "stays queued"),
    ])
    func aProxyThatRefusesLeavesTheRequestQueued(answer: String, words: String) async throws {
        let proxy = try ProxyServer(to: 1, refusal: answer)
        let proxied = program(["HTTPS_PROXY": "http://127.0.0.1:\(proxy.port)"])
        let end = try await proxied.run("submit", "quick", "--prompt", "x")
        #expect(end.code == 5 && end.errors.contains(words), "\(end)")
    }

    @Test(arguments: [
        ("HTTPS_PROXY", "http://u:\(password)@127.0.0.1:99999", "port 99999 is not a number"),
        ("https_proxy", "https://u:\(password)@proxy.example", "must be http://host:port or"),
        ("HTTPS_PROXY", "ftp://127.0.0.1", "must be http://host:port or"),
        ("HTTPS_PROXY", "http://", "names no host"),
        ("HTTPS_PROXY", "http://a b", "names no host"),
        ("HTTPS_PROXY", "http://127.0.0.1:80/path", "must end with the port"),
        ("ALL_PROXY", "socks5://u:\(password)@127.0.0.1", "SOCKS proxy with a password"),
        ("NO_PROXY", "10.0.0.0/99", "no host and no network"),
        ("SSL_CERT_FILE", "/nowhere.pem", "names no file that can be read: /nowhere.pem"),
        ("SSL_CERT_FILE", "/dev/null", "names no file that can be read: /dev/null"),
    ])
    func aBadValueIsUsage(name: String, value: String, words: String) async throws {
        for command in [["submit", "quick", "--prompt", "x"], ["worker"]] {
            let end = try await program([name: value]).start(command).outcome()
            #expect(end.code == 2 && end.errors.hasPrefix(name), "\(end)")
            #expect(end.errors.contains(words), "\(end)")
            #expect(!end.errors.contains(Self.password))
        }
        // What needs no network needs no way to it.
        #expect(try await program([name: value]).run("tasks").code == 0)
    }

    @Test func aFileWithoutACertificateIsUsage() async throws {
        let empty = try folder.write("no certificate\n", to: "empty.pem")
        try folder.write("ca_file = \"\(empty)\"\n", to: "config/apixo/config.toml")
        let end = try await program([:]).run("worker")
        #expect(end.code == 2, "\(end)")
        #expect(end.errors.hasPrefix("ca_file names a file without a certificate in PEM"))
    }
}
