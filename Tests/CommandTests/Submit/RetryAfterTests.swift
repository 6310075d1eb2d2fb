import Foundation
import GRDB
import Programs
import Synchronization
import Testing

/// How long the built worker leaves a service alone that says 429 with a date.
struct RetryAfterTests {
    private let folder: Folder

    init() throws { folder = try .withQuickModel() }

    /// In seconds, as the journal keeps it.
    private func pause(_ headers: [String]) async throws -> Double {
        let service = PlainService(urls: [])
        let server = try PlainServer { request in
            request.path.contains("taskId=")
                ? Reply.raw("429 Slow", headers, []) : service.answer(to: request)
        }
        let program = Program(folder, address: server.address)
        #expect(try await program.run("submit", "quick", "--prompt", "x").code == 0)
        let worker = try program.start(["worker"])
        let journal = try folder.openJournal()
        defer { worker.signal(SIGTERM) }
        var length: Double?
        try await until("there is a pause") {
            length = try await journal.read { db in
                try Double.fetchOne(db, sql: "SELECT length FROM pause")
            }
            return length != nil
        }
        return try #require(length) / 1000
    }

    @Test(arguments: [
        "Sun, 06 Nov 1994 09:19:37 GMT", "Sunday, 06-Nov-94 09:19:37 GMT",
        "Sun Nov  6 09:19:37 1994",
    ])
    func aDateIsHalfAnHourAfterTheDateOfTheAnswer(date: String) async throws {
        let wait = try await pause(
            ["Date: Sun, 06 Nov 1994 08:49:37 GMT", "Retry-After: \(date)"]
        )
        #expect(wait == 1800, "\(wait) s")
    }

    @Test(arguments: [nil, "Date: yesterday", "Date: Thu, 01 Jan 1970 00:00:00 GMT"])
    func withoutASaneDateOfTheAnswerOurClockCounts(line: String?) async throws {
        let end = Date.now.addingTimeInterval(1800)
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: "GMT")
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        let lines = [line, "Retry-After: \(format.string(from: end))"].compactMap(\.self)
        let wait = try await pause(lines)
        #expect((1600...1800).contains(wait), "\(wait) s")
    }

    @Test(arguments: ["Fri, 31 Dec 9999 23:59:59 GMT", "1e300"])
    func noDateIsFurtherAwayThanAnHour(date: String) async throws {
        #expect(try await pause(["Retry-After: \(date)"]) == 3600)
    }

    @Test func aDateInThePastIsNoWait() async throws {
        let wait = try await pause(["Retry-After: Sun, 06 Nov 1994 08:49:37 GMT"])
        #expect(wait <= 0.5, "\(wait) s")
    }

    @Test func afterTheWaitTheTaskGoesOn() async throws {
        let service = PlainService(urls: ["data:,"])
        let hasPaused = Atomic(false)
        let server = try PlainServer { request in
            let lines = [
                "Date: Sun, 06 Nov 1994 08:49:37 GMT",
                "Retry-After: Sun, 06 Nov 1994 08:49:38 GMT",
            ]
            let isPolled = request.path.contains("taskId=")
            let isFirst = isPolled && hasPaused.exchange(true, ordering: .relaxed) == false
            return isFirst ? Reply.raw("429 Slow", lines, []) : service.answer(to: request)
        }
        let program = Program(folder, address: server.address)
        _ = try await program.run("submit", "quick", "--prompt", "x", "--wait")
        #expect(server.requests.count { $0.path.contains("taskId=") } >= 2)
    }
}
