import Apixo
import Foundation
import Samples
import Tasks
import Testing

@testable import Worker

struct RedirectTests {
    private static let statuses = [301, 302, 303, 307, 308]
    private static let picture = OddServer.Manner.ok("GIF89a")

    private let folder: TestFolder

    init() throws { folder = try TestFolder() }

    /// - Parameter service: Where the URL came from.
    private func fetch(
        _ url: String,
        service: String = "http://127.0.0.1:8080",
    ) async throws -> DownloadOutcome {
        let endpoint = try Endpoint(service)
        let downloader = Downloader(folder: "\(folder.path)/results", endpoint: endpoint)
        return await downloader.fetch(.sample(url), submittedAt: .start)
    }

    @Test(arguments: statuses)
    func noRedirectOfTheServiceIsFollowed(status: Int) async throws {
        let http = HTTPTransport(key: try #require(APIKey("k-canary")))
        try await OddServer.with(.answer("HTTP/1.1 200 OK\r\n\r\n")) { other in
            try await OddServer.with(.redirect(status, to: "\(other.url)/stolen")) { server in
                for method in [APICall.Method.get, .post(body: "{}")] {
                    let call = APICall(method: method, url: "\(server.url)/api/v1/x")
                    let answer = try await http.transport(call)
                    #expect(answer.status == status)
                }
                #expect(server.requests.count == 2)
            }
            #expect(other.requests.isEmpty)
        }
    }

    @Test(arguments: statuses)
    func aDownloadFollowsARedirectWithoutAnyCredentials(status: Int) async throws {
        try await OddServer.with(Self.picture) { other in
            let place = "\(other.url.replacing("127.0.0.1", with: "localhost"))/there"
            try await OddServer.with(.redirect(status, to: place)) { server in
                guard case .saved = try await fetch("\(server.url)/1.gif") else {
                    Issue.record("it was not saved")
                    return
                }
                #expect(server.requests.count == 1 && other.requests.count == 1)
                for request in server.requests + other.requests {
                    let text = request.lowercased()
                    #expect(!text.contains("authorization") && !text.contains("cookie"))
                    #expect(!text.contains("bearer"))
                }
            }
        }
    }

    @Test func aRelativeRedirectThatNeverEndsIsGivenUp() async throws {
        try await OddServer.with(.redirect(302, to: "again")) { server in
            let outcome = try await fetch("\(server.url)/1.gif")
            #expect(outcome.reason == "it was redirected more than 5 times")
            #expect(server.requests.count == 6)
        }
    }

    @Test(arguments: [
        "file:///etc/passwd", "ftp://127.0.0.1/1", "javascript:alert(1)", "data:image/gif;base64,",
        "http://", "unix:///run/docker.sock", "\u{7}", String(repeating: "x", count: 9000),
    ])
    func aRedirectToAnythingButTheWebIsNotFollowed(location: String) async throws {
        try await OddServer.with(.redirect(302, to: location)) { server in
            let reason = try #require(try await fetch("\(server.url)/1.gif").reason)
            #expect(!reason.isEmpty)
            #expect(folder.names.allSatisfy { $0 == "results" })
        }
    }

    /// The service is elsewhere, so a URL that leads here is not its business.
    @Test(arguments: ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.1", "[::1]", "0"])
    func aRemoteServiceCannotPointAtThisMachine(host: String) async throws {
        try await OddServer.with(Self.picture) { server in
            let url = "http://\(host):\(server.port)/1.gif"
            let reason = try await fetch(url, service: "https://api.apixo.ai").reason
            #expect(reason?.contains("inside this network") == true, "\(reason ?? "it was saved")")
            #expect(server.requests.isEmpty)
        }
    }

    @Test func noRedirectLeadsInsideOrOutOfTLS() throws {
        let rules = AddressRules(mayLeadInside: false)
        let here = try rules.first("https://cdn.apixo.ai/a/1.png")
        #expect(try rules.next("../b.png", after: here).text == "https://cdn.apixo.ai/b.png")
        #expect(try rules.next("//r2.apixo.ai/c", after: here).text == "https://r2.apixo.ai/c")
        for place in [
            "http://cdn.apixo.ai/1.png", "https://10.0.0.1/", "https://172.16.9.9/",
            "https://192.168.1.1/", "https://169.254.169.254/latest/meta-data/",
            "https://localhost./", "https://a.localhost/", "https://[::ffff:127.0.0.1]/",
            "https://[fe80::1]/", "https://[fd00::1]/", "https://[::]/", "file:///etc/passwd",
        ] {
            #expect(throws: DownloadError.self, "\(place)") { try rules.next(place, after: here) }
        }
    }
}

extension OddServer.Manner {
    static func redirect(_ status: Int, to place: String) -> Self {
        .answer(
            "HTTP/1.1 \(status) Moved\r\nLocation: \(place)\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        )
    }
}

extension DownloadOutcome {
    fileprivate var reason: String? {
        guard case .failed(let reason, _) = self else { return nil }
        return reason
    }
}
