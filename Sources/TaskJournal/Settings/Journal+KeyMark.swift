import Apixo
import Coordination
import Crypto
import GRDB
import Tasks

extension Journal {
    /// A fingerprint of the key that means nothing outside this journal, and from which nobody gets
    /// the key back.
    func mark(of key: APIKey) throws(JournalError) -> String {
        let fresh = (0..<4).map { _ in String(UInt32.random(in: 0...UInt32.max), radix: 16) }
        let salt = try agree(on: "keySalt", fresh.joined(separator: "-"))
        let digest = SHA256.hash(data: Array("\(salt) \(key.fileText)".utf8))
        return digest.prefix(12).map { $0.hex(2) }.joined()
    }

    /// Whether another key than the last one is used from now on.
    func isNew(keyMark: String?) throws(JournalError) -> Bool {
        guard let keyMark else { return false }
        let last = try setting("keyMark")
        if last == keyMark { return false }
        try set("keyMark", keyMark)
        return last != nil
    }
}
