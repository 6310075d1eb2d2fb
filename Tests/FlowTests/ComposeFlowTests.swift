import Apixo
import Foundation
import Terminal
import Testing

struct ComposeFlowTests {
    @Test func aRequestTypedAndSentEndsWithItsFileOnDisk() async throws {
        let rig = try await Rig.start()
        rig.press(.character("n"))
        rig.type("a cozy café with 猫")
        rig.press(.function(5))
        try await rig.see("✓ success")
        try await rig.see("task1-1.jpg")
        #expect(rig.screen.contains("/results/task_"))
        #expect(rig.accepted().count == 1)
        let name = try #require(
            try FileManager.default.contentsOfDirectory(atPath: "\(rig.folder)/results").first
        )
        let bytes = try #require(
            FileManager.default.contents(atPath: "\(rig.folder)/results/\(name)")
        )
        #expect(bytes.starts(with: [0xFF, 0xD8, 0xFF]))
        await rig.end()
    }

    @Test(arguments: ["gpt-image-1", "seedance-1-5-pro"])
    func everyModelOfTheCatalogIsComposedAndSent(_ model: String) async throws {
        let rig = try await Rig.start()
        rig.press(.character("n"), .backTab, .backTab)
        // The first field picks the model.
        let models = Catalog.quick.models.map(\.id.rawValue)
        var shown = "seedream-5-0"
        try await rig.see("‹ \(shown) ›")
        while shown != model {
            rig.press(.right)
            shown = models[((models.firstIndex(of: shown) ?? 0) + 1) % models.count]
            try await rig.see("‹ \(shown) ›")
        }
        rig.press(.tab, .tab)
        rig.type("waves at dawn")
        rig.press(.function(5))
        try await rig.see("✓ success")
        #expect(rig.accepted().map(\.model) == [model])
        await rig.end()
    }

    @Test func aSteeredFailureShowsItsCodeAndMeaning() async throws {
        let rig = try await Rig.start()
        rig.press(.character("n"))
        rig.type("x [fail:CONTENT_VIOLATION]")
        rig.press(.function(5))
        try await rig.see("✗ failed")
        try await rig.see("CONTENT_VIOLATION")
        try await rig.see("The prompt or the result breaks the content policy.")
        await rig.end()
    }

    @Test func aFaultIsShownAtItsFieldAndNothingIsSent() async throws {
        let rig = try await Rig.start()
        rig.press(.character("n"), .function(5))
        try await rig.see("is required")
        #expect(rig.simulator.ledgerEntries().filter { $0.event != .balance }.isEmpty)
        await rig.end()
    }

    @Test func aPasteWithLineEndsOnlyInsertsText() async throws {
        let rig = try await Rig.start()
        rig.press(.character("n"))
        rig.paste("first line\nsecond line\n")
        try await rig.see("second line")
        #expect(rig.accepted().isEmpty)
        rig.press(.function(5))
        try await rig.see("✓ success")
        let request = try #require(rig.accepted().first?.request)
        #expect(request["input"]?["prompt"]?.string == "first line\nsecond line\n")
        await rig.end()
    }

    @Test func aTaskIDThatIsCopiedGoesToTheTerminalsClipboard() async throws {
        let rig = try await Rig.start()
        rig.press(.character("n"))
        rig.type("copy me")
        rig.press(.function(5))
        try await rig.see("✓ success")
        rig.press(.escape, .escape, .character("y"))
        try await rig.see("Copy from #1")
        rig.press(.character("t"))
        try await rig.see("taskId copied")
        let taskID = try #require(rig.accepted().first?.taskId)
        #expect(rig.copies == [taskID])
        await rig.end()
    }

    @Test func aHeldKeySendsOnce() async throws {
        let rig = try await Rig.start()
        rig.press(.character("n"))
        rig.type("only once")
        for _ in 0..<20 { rig.press(.function(5)) }
        try await rig.see("✓ success")
        for _ in 0..<20 { rig.press(.function(5)) }
        rig.press(.escape)
        await rig.quit()
        #expect(rig.accepted().count == 1)
        await rig.end()
    }
}
