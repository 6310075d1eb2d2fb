import Apixo
import Samples
import Testing

@testable import TaskJournal

struct KeyMarkTests {
    @Test func theMarkOfAnEarlierVersionIsKnownAgain() throws {
        let journal = try Journal(folder: try TestFolder().path)
        try journal.set("keySalt", "salt")
        let key = try #require(APIKey("canary-7f3a9c51e0"))
        #expect(try journal.mark(of: key) == "8dd4176927ca8ee9a4f11d4c")
    }

    @Test func aMarkTellsKeysApartInOneJournalAndMeansNothingInAnother() throws {
        let (one, two) = (try TestFolder(), try TestFolder())
        let journal = try Journal(folder: one.path)
        let key = try #require(APIKey("canary-7f3a9c51e0"))
        let other = try #require(APIKey("canary-7f3a9c51e1"))
        let mark = try journal.mark(of: key)
        #expect(try journal.mark(of: key) == mark)
        #expect(try journal.mark(of: other) != mark)
        #expect(try Journal(folder: two.path).mark(of: key) != mark)
        #expect(!mark.contains("canary"))
    }
}
