import GRDB
import Terminal
import Testing

struct ReturnFlowTests {
    @Test func tasksAndDraftAreThereAfterQuitting() async throws {
        let first = try await ProgramHarness.start()
        first.press(.character("n"))
        first.type("remember me")
        first.press(.function(5))
        try await first.see("✓ success")
        first.press(.escape, .character("1"), .character("n"))
        first.type(" and this draft")
        await first.quit()

        let second = try await ProgramHarness.start(
            simulator: first.simulator,
            folder: first.folder
        )
        #expect(second.screen.contains("✓ success"))
        #expect(second.screen.contains("and this draft"))
        #expect(second.accepted().count == 1)
        await second.end()
    }

    @Test func aRunningTaskIsWatchedOnByTheNextStart() async throws {
        let first = try await ProgramHarness.start()
        first.press(.character("n"))
        first.type("slow [take:100]")
        first.press(.function(5))
        try await first.see("pending")
        await first.quit()

        let second = try await ProgramHarness.start(
            simulator: first.simulator,
            folder: first.folder
        )
        try await second.see("✓ success")
        #expect(second.accepted().count == 1)
        await second.end()
    }

    @Test func aTaskThatCannotBeReadIsSaidAndShownInItsPlace() async throws {
        let first = try await ProgramHarness.start()
        first.press(.character("n"))
        first.type("remember me")
        first.press(.function(5))
        try await first.see("task1-1.")
        await first.quit()
        try await DatabaseQueue(path: "\(first.folder)/journal.sqlite").write { db in
            try db.execute(sql: "UPDATE task SET submittedAt = 'abc'")
        }

        let second = try await ProgramHarness.start(
            simulator: first.simulator,
            folder: first.folder
        )
        #expect(second.screen.contains("this row of the journal cannot be read"))
        try await second.see(
            "1 row of the journal cannot be read; it is kept: task 1 (submittedAt)"
        )
        second.press(.character("x"))
        try await second.see("#1 cannot be read; its row in the journal is kept")
        #expect(!second.screen.contains("Remove #1"))
        #expect(second.accepted().count == 1)
        await second.end()
    }

    @Test func aSubmitWithoutAnAnswerIsUnknownAndNotSentAgain() async throws {
        let first = try await ProgramHarness.start(faults: ["close-after=1"])
        first.press(.character("n"))
        first.type("who knows")
        first.press(.function(5))
        try await first.see("? unknown")
        #expect(first.screen.contains("connection was closed without an answer"))
        await first.quit()

        let second = try await ProgramHarness.start(
            simulator: first.simulator,
            folder: first.folder
        )
        #expect(second.screen.contains("? unknown"))
        await second.quit()
        #expect(second.accepted().count == 1)
        await second.end()
    }

    @Test func aServiceThatIsDownIsToldAndTheRequestGoesOutWhenItIsBack() async throws {
        // Nobody listens on port 1.
        let down = try await ProgramHarness.start(address: "http://127.0.0.1:1")
        down.press(.character("n"))
        down.type("later")
        down.press(.function(5))
        try await down.see("connection refused")
        try await down.see("queued")
        await down.quit()

        let up = try await ProgramHarness.start(simulator: down.simulator, folder: down.folder)
        try await up.see("✓ success")
        #expect(up.accepted().count == 1)
        await up.end()
    }
}
