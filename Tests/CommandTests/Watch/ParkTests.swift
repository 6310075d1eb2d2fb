import Apixo
import Foundation
import GRDB
import Programs
import Synchronization
import Testing

/// Tasks that run far too long, or that the service does not know, and what later starts do.
struct ParkTests {
    /// What the service says of a task.
    enum Manner: Sendable { case processing, success, missing, page }

    private final class Service: Sendable {
        private final class Shared: Sendable {
            let manner: Mutex<Manner>
            init(_ manner: Manner) { self.manner = Mutex(manner) }
        }

        private let shared: Shared
        private let server: PlainServer
        let files: PlainServer

        init(_ manner: Manner) throws {
            let shared = Shared(manner)
            let files = try PlainServer { _ in Reply.ok(Self.picture, ["Content-Type: image/png"]) }
            let good = PlainService(urls: ["\(files.address)/1.png"])
            self.shared = shared
            self.files = files
            server = try PlainServer { request in
                guard request.method == "GET", request.path.contains("taskId=") else {
                    return good.answer(to: request)
                }
                return switch shared.manner.withLock({ $0 }) {
                case .processing: Reply.ok(Self.processing(request.path))
                case .success: good.answer(to: request)
                case .missing: Reply.raw("404 Not Found", [], Array(Self.unknown.utf8))
                case .page: Reply.raw("404 Not Found", [], Array("<html>nginx</html>".utf8))
                }
            }
        }

        var address: String { server.address }
        var polls: Int { server.requests.count { $0.path.contains("taskId=") } }

        func become(_ manner: Manner) { shared.manner.withLock { $0 = manner } }

        private static let unknown = #"{"code":404,"message":"task not found","data":null}"#

        private static func processing(_ path: String) -> String {
            let id = path.split(separator: "=").last ?? ""
            return #"{"code":200,"data":{"taskId":"\#(id)","state":"processing"}}"#
        }

        private static let picture: [UInt8] =
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
            + [0, 0, 0, 13] + Array("IHDR".utf8) + [UInt8](repeating: 1, count: 17)
            + [0, 0, 0, 0] + Array("IEND".utf8) + [0xAE, 0x42, 0x60, 0x82]
    }

    private let folder: Folder

    init() throws {
        folder = try Folder()
        try folder.addQuickModel(parkAfter: 0.3)
    }

    private func program(_ service: Service) -> Program {
        Program(folder, address: service.address)
    }

    /// Submits, and leaves as soon as they are accepted.
    private func accept(_ count: Int, _ program: Program) async throws {
        for number in 1...count {
            let end = try await program.run("submit", "quick", "--prompt", "picture \(number)")
            #expect(end.code == 0, "\(end)")
        }
    }

    private func wasAccepted(daysAgo days: Int) async throws {
        try await folder.openJournal().write { db in
            try db.execute(
                sql: "UPDATE task SET acceptedAt = acceptedAt - ?, submittedAt = submittedAt - ?",
                arguments: [days * 86_400_000, days * 86_400_000],
            )
        }
    }

    private func parked(_ program: Program) async throws -> [Bool] {
        let tasks = try await program.run("tasks", "--json").json?.array ?? []
        return tasks.map { $0["parked"] == .bool(true) }
    }

    @Test func aParkedTaskIsPolledAtEachStartAndItsResultSaved() async throws {
        let service = try Service(.processing)
        let program = program(service)
        try await accept(1, program)
        try await wasAccepted(daysAgo: 5)
        let first = try await program.run("worker", "--until-idle")
        #expect(first.code == 9 && first.output.contains("#1     parked"), "\(first)")
        #expect(try await parked(program) == [true])
        #expect(try await program.run("tasks").output.hasPrefix("#1     parked"))
        let shown = try await program.run("show", "1").output
        #expect(shown.contains("state        parked") && shown.contains("apixo poll"), "\(shown)")
        // Each start polls once.
        for more in 1...2 {
            let polls = service.polls
            #expect(try await program.run("worker", "--until-idle").code == 9)
            #expect(service.polls == polls + 1, "\(more)")
        }
        service.become(.success)
        let last = try await program.run("worker", "--until-idle")
        #expect(last.code == 0 && last.output.contains("#1     success"), "\(last)")
        #expect(try await parked(program) == [false])
        #expect(service.files.requests.count == 1)
    }

    @Test func aParkedTaskWhoseResultsAreGoneIsPolledNoMore() async throws {
        let service = try Service(.processing)
        let program = program(service)
        try await accept(1, program)
        #expect(try await program.run("worker", "--until-idle").code == 9)
        try await wasAccepted(daysAgo: 16)
        let polls = service.polls
        #expect(try await program.run("worker", "--until-idle").code == 9)
        #expect(service.polls == polls)
        // Whoever asks is answered.
        service.become(.success)
        #expect(try await program.run("poll", "1").code == 0)
        #expect(service.polls > polls)
    }

    @Test(arguments: [Manner.missing, .page])
    func aServiceThatKnowsNoTaskAtAllParksNoneAndIsNamed(manner: Manner) async throws {
        let right = try Service(.processing)
        try await accept(3, program(right))
        let wrong = try Service(manner)
        let worker = try program(wrong).start(["worker"])
        if manner == .missing {
            try await worker.waitToSay("the service knows none of the 3 tasks; is the base URL")
        }
        // Well beyond the time after which one is parked.
        try await until("each was polled often") { wrong.polls >= 9 }
        worker.signal(SIGTERM)
        #expect(try await worker.outcome().code == 0)
        #expect(try await parked(program(wrong)) == [false, false, false])
        right.become(.success)
        let end = try await program(right).run("worker", "--until-idle")
        #expect(end.code == 0, "\(end)")
        #expect(right.files.requests.count == 3)
    }

    @Test func aTaskAloneAtAWrongServiceIsParkedAndFoundAgainAtTheRightOne() async throws {
        let right = try Service(.processing)
        try await accept(1, program(right))
        let wrong = try Service(.missing)
        let end = try await program(wrong).run("worker", "--until-idle")
        #expect(end.code == 9, "\(end)")
        #expect(end.errors.contains("does not know the task; is the base URL right?"), "\(end)")
        #expect(end.output.contains("#1     parked"), "\(end)")
        #expect(end.output.contains("HTTP 404: task not found"), "\(end)")
        let shown = try await program(wrong).run("show", "1").output
        #expect(shown.contains("last poll    HTTP 404: task not found"), "\(shown)")
        right.become(.success)
        let found = try await program(right).run("worker", "--until-idle")
        #expect(found.code == 0, "\(found)")
        #expect(right.files.requests.count == 1)
    }
}
