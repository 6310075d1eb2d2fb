import Apixo
import Foundation
import Terminal
import Testing

struct ComposeFlowTests {
    @Test func aRequestTypedAndSentEndsWithItsFileOnDisk() async throws {
        let program = try await ProgramHarness.start()
        program.press(.character("n"))
        program.type("a cozy café with 猫")
        program.press(.function(5))
        try await program.see("✓ success")
        try await program.see("task1-1.jpg")
        #expect(program.screen.contains("/results/task_"))
        #expect(program.accepted().count == 1)
        let name = try #require(
            try FileManager.default.contentsOfDirectory(atPath: "\(program.folder)/results").first
        )
        let bytes = try #require(
            FileManager.default.contents(atPath: "\(program.folder)/results/\(name)")
        )
        #expect(bytes.starts(with: [0xFF, 0xD8, 0xFF]))
        await program.end()
    }

    @Test(arguments: ["gpt-image-1", "seedance-1-5-pro"])
    func everyModelOfTheCatalogIsComposedAndSent(_ model: String) async throws {
        let program = try await ProgramHarness.start()
        program.press(.character("n"), .backTab, .backTab)
        // The first field picks the model.
        let models = Catalog.quick.models.map(\.id.rawValue)
        var shown = "seedream-5-0"
        try await program.see("‹ \(shown) ›")
        while shown != model {
            program.press(.right)
            shown = models[((models.firstIndex(of: shown) ?? 0) + 1) % models.count]
            try await program.see("‹ \(shown) ›")
        }
        program.press(.tab, .tab)
        program.type("waves at dawn")
        program.press(.function(5))
        try await program.see("✓ success")
        #expect(program.accepted().map(\.model) == [model])
        await program.end()
    }

    @Test func aSteeredFailureShowsItsCodeAndMeaning() async throws {
        let program = try await ProgramHarness.start()
        program.press(.character("n"))
        program.type("x [fail:CONTENT_VIOLATION]")
        program.press(.function(5))
        try await program.see("✗ failed")
        try await program.see("CONTENT_VIOLATION")
        try await program.see("The prompt or the result breaks the content policy.")
        await program.end()
    }

    @Test func aFaultIsShownAtItsFieldAndNothingIsSent() async throws {
        let program = try await ProgramHarness.start()
        program.press(.character("n"), .function(5))
        try await program.see("is required")
        #expect(program.simulator.ledgerEntries().filter { $0.event != .balance }.isEmpty)
        await program.end()
    }

    @Test func aPasteWithLineEndsOnlyInsertsText() async throws {
        let program = try await ProgramHarness.start()
        program.press(.character("n"))
        program.paste("first line\nsecond line\n")
        try await program.see("second line")
        #expect(program.accepted().isEmpty)
        program.press(.function(5))
        try await program.see("✓ success")
        let request = try #require(program.accepted().first?.request)
        #expect(request["input"]?["prompt"]?.string == "first line\nsecond line\n")
        await program.end()
    }

    @Test func aTaskIDThatIsCopiedGoesToTheTerminalsClipboard() async throws {
        let program = try await ProgramHarness.start()
        program.press(.character("n"))
        program.type("copy me")
        program.press(.function(5))
        try await program.see("✓ success")
        program.press(.escape, .escape, .character("y"))
        try await program.see("Copy from #1")
        program.press(.character("t"))
        try await program.see("taskId copied")
        let taskID = try #require(program.accepted().first?.taskId)
        #expect(program.copies == [taskID])
        await program.end()
    }

    @Test func aHeldKeySendsOnce() async throws {
        let program = try await ProgramHarness.start()
        program.press(.character("n"))
        program.type("only once")
        for _ in 0..<20 { program.press(.function(5)) }
        try await program.see("✓ success")
        for _ in 0..<20 { program.press(.function(5)) }
        program.press(.escape)
        await program.quit()
        #expect(program.accepted().count == 1)
        await program.end()
    }
}
