import Apixo
import Foundation
import Programs
import Testing
import UserFiles

@Suite struct CatalogFolderTests {
    @Test func aUsersFileAddsAModelAndAFaultyOneIsReportedWithItsLine() throws {
        let folder = try Folder()
        try folder.addQuickModel("tiny-1", perMinute: 5)
        try folder.addQuickModel("gpt-image-1")
        try folder.write("id = \"bad\"\n[limits\n", to: "config/apixo/models/bad.toml")
        let catalog = Catalog.withModels(in: folder.models)
        #expect(catalog["tiny-1"]?.limits.requestsPerMinute == 5)
        #expect(catalog["gpt-image-1"]?.fields.map(\.name) == ["prompt"])
        #expect(catalog.models.count == 4)
        #expect(catalog.errors.map(\.file) == ["\(folder.models)/bad.toml"])
        #expect(catalog.errors.map(\.line) == [2])
    }

    @Test func anOldFileOfAUserGoesOnWorking() throws {
        let folder = try Folder()
        let file = try folder.addQuickModel("old", firstAfter: 7)
        let old = try String(contentsOfFile: file, encoding: .utf8)
            .replacing("[polling]", with: "[looks]")
        try folder.write(old, to: "config/apixo/models/old.toml")
        let catalog = Catalog.withModels(in: folder.models)
        #expect(catalog.errors.isEmpty)
        #expect(catalog["old"]?.polls == PollTiming(firstAfter: 7, every: 0.1, parkAfter: 1800))
    }

    @Test func aFileWithTheOldAndTheNewNameOfASectionIsFaulty() throws {
        let folder = try Folder()
        let file = try folder.addQuickModel()
        let both = try String(contentsOfFile: file, encoding: .utf8)
            .replacing("[brake]", with: "[looks]\nfirst_after = 1\nevery = 1\n[brake]")
        try folder.write(both, to: "config/apixo/models/quick.toml")
        let catalog = Catalog.withModels(in: folder.models)
        #expect(catalog["quick"] == nil)
        #expect(
            catalog.errors.map(\.reason)
                == ["looks: is the old name of [polling]; only one of them may be given"]
        )
        #expect(catalog.errors.map(\.line) == [9])
    }
}
