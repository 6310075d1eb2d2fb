import Apixo
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
        #expect(catalog.faults.map(\.file) == ["\(folder.models)/bad.toml"])
        #expect(catalog.faults.map(\.line) == [2])
    }
}
