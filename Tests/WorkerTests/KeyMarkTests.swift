import Apixo
import Testing

@testable import Worker

struct KeyMarkTests {
    /// From FIPS 180-4 and NIST's test vectors.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (
            String(repeating: "a", count: 1_000_000),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        ),
    ])
    func theDigestIsThatOfTheStandard(_ text: String, _ digest: String) {
        #expect(SHA256(of: Array(text.utf8)).hex == digest)
    }

    @Test(arguments: [55, 56, 63, 64, 65, 119, 120])
    func everyLengthIsPadded(_ length: Int) {
        let bytes = [UInt8](repeating: 0x61, count: length)
        #expect(SHA256(of: bytes).hex.count == 64)
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
