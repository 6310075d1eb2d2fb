import Apixo
import Foundation
import GRDB
import Programs
import Testing

/// What a paid call was answered is kept, whenever that was no clean taskId.
struct EvidenceCommandTests {
    private static let headers = [
        "Date: Sat, 21 Nov 2026 14:00:00 GMT", "Server: edge", "CF-Ray: 8abc-FRA",
        "X-Request-Id: req-77", "Set-Cookie: a=b",
    ]

    private let folder: Folder

    init() throws { folder = try .withQuickModel() }

    private func program(answering answer: [UInt8]) throws -> Program {
        let server = try PlainServer { request in
            request.method == "POST" ? answer : Reply.ok(#"{"code":200,"data":5}"#)
        }
        return Program(folder, address: server.address)
    }

    private func submit(_ answer: [UInt8]) async throws -> (Program.Outcome, String, JSON?) {
        let program = try program(answering: answer)
        let end = try await program.run("submit", "quick", "--prompt", "x", "--wait")
        let text = try await program.run("show", "1").output
        return (end, text, try await program.run("show", "1", "--json").json)
    }

    @Test func anAnswerWithoutACleanTaskIDIsShownWithItsHeadersAndOfferedIDs() async throws {
        let body = #"{"code":200,"data":{"task_id":"abc-1"}}"#
        let (end, text, json) = try await submit(Reply.ok(body, Self.headers))
        #expect(end.code == 3)
        for words in [
            "answer       HTTP 200", "  CF-Ray: 8abc-FRA", "  X-Request-Id: req-77", "  \(body)",
            "hint         apixo attach 1 abc-1",
        ] { #expect(text.contains("\n\(words)\n"), "\(text)") }
        let evidence = json?["evidence"]
        #expect(evidence?["status"]?.integer == 200 && evidence?["body"]?.string == body)
        #expect(evidence?["headers"]?["Date"]?.string == "Sat, 21 Nov 2026 14:00:00 GMT")
        #expect(evidence?["headers"]?["Set-Cookie"] == nil)
        #expect(evidence?["taskIds"]?.array == [.string("abc-1")])
    }

    @Test func aRefusalIsKeptWithItsBody() async throws {
        let body = #"{"code":400,"message":"no such size","trace":"t-9"}"#
        let answer = Reply.raw("400 Bad", Self.headers, Array(body.utf8))
        let (end, text, json) = try await submit(answer)
        #expect(end.code == 1 && text.contains("\n  \(body)\n"), "\(text)")
        #expect(json?["evidence"]?["headers"]?["CF-Ray"]?.string == "8abc-FRA")
        #expect(!text.contains("hint"))
    }

    @Test func anAnswerThatLeavesTheTaskQueuedIsKept() async throws {
        let body = #"{"code":429,"message":"slow down"}"#
        let answer = Reply.raw("429 Busy", Self.headers + ["Retry-After: 60"], Array(body.utf8))
        let program = try program(answering: answer)
        let submit = ["submit", "quick", "--prompt", "x", "--wait", "--timeout", "2"]
        #expect(try await program.start(submit).outcome().code == 8)
        let text = try await program.run("show", "1").output
        #expect(text.contains("\nstate        queued\n"), "\(text)")
        for words in [
            "answer       HTTP 429", "  Retry-After: 60", "  CF-Ray: 8abc-FRA", "  \(body)",
        ] {
            #expect(text.contains("\n\(words)\n"), "\(text)")
        }
    }

    @Test func aRedirectNamesItsLocation() async throws {
        let place = "https://login.example.com/?next=1"
        let (end, text, _) = try await submit(Reply.raw("302 Found", ["Location: \(place)"], []))
        #expect(end.code == 3 && end.errors.contains("it redirects to \(place)"), "\(end.errors)")
        #expect(text.contains("\n  Location: \(place)\n"))
    }

    @Test func whatCameOfABrokenAnswerIsKept() async throws {
        let body = #"{"code":200,"data":{"taskId":"whole-1","state":"#
        let answer = Reply.raw("200 OK", ["Content-Length: 900"], Array(body.utf8))
        let (end, text, json) = try await submit(answer)
        #expect(end.code == 3 && end.errors.contains("the answer broke off"), "\(end.errors)")
        #expect(json?["evidence"]?["body"]?.string == body)
        #expect(text.contains("hint         apixo attach 1 whole-1"), "\(text)")
    }

    @Test func anAcceptedRequestKeepsNoEvidence() async throws {
        let service = PlainService(urls: [])
        let server = try PlainServer { service.answer(to: $0) }
        let program = Program(folder, address: server.address)
        _ = try await program.run("submit", "quick", "--prompt", "x")
        #expect(try await program.run("show", "1", "--json").json?["evidence"] == .null)
    }

    @Test func aSuccessWithoutAURLKeepsItsTextAndExitsWith11() async throws {
        let result = #"{"note":"done, ask \u001b[2J support"}"#
        let data: [String: JSON] = [
            "taskId": .string("t1"), "state": .string("success"), "resultJson": .string(result),
        ]
        let poll = JSON.object(["code": .integer(200), "data": .object(data)]).text
        let server = try PlainServer { request in
            request.method == "POST"
                ? Reply.ok(#"{"code":200,"data":{"taskId":"t1"}}"#) : Reply.ok(poll)
        }
        let program = Program(folder, address: server.address)
        let end = try await program.run("submit", "quick", "--prompt", "x", "--wait", "--json")
        #expect(end.code == 11 && end.errors.contains("no URL could be read"), "\(end.errors)")
        #expect(end.json?["resultJson"]?.string == result)
        let text = try await program.run("show", "1").output
        #expect(text.contains(#"  {"note":"done, ask \u001b[2J support"}"#), "\(text)")
    }

    @Test func aJournalFromBeforeIsOpenedAndGoesOn() async throws {
        let body = #"{"code":500,"message":"first"}"#
        let program = try program(answering: Reply.raw("500 No", [], Array(body.utf8)))
        _ = try await program.run("submit", "quick", "--prompt", "x")
        try await folder.openJournal().write { db in
            try db.execute(sql: "ALTER TABLE task DROP COLUMN evidence")
            try db.execute(sql: "DELETE FROM grdb_migrations WHERE identifier = '8'")
        }
        let old = try await program.run("show", "1", "--json").json
        #expect(old?["state"]?.string == "unknown" && old?["evidence"] == .null)
        _ = try await program.run("submit", "quick", "--prompt", "y")
        let new = try await program.run("show", "2", "--json").json
        #expect(new?["evidence"]?["body"]?.string == body)
    }
}
