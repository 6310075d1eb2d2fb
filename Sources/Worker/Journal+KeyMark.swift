import Apixo
import GRDB

extension Journal {
    /// A fingerprint of the key that means nothing outside this journal, and from which nobody gets
    /// the key back.
    func mark(of key: APIKey) throws(JournalFault) -> String {
        let fresh = (0..<4).map { _ in String(UInt32.random(in: 0...UInt32.max), radix: 16) }
        let salt = try settle("keySalt", fresh.joined(separator: "-"))
        return String(SHA256(of: Array("\(salt) \(key.fileText)".utf8)).hex.prefix(24))
    }

    /// Whether another key than the last one is used from now on.
    func isNew(keyMark: String?) throws(JournalFault) -> Bool {
        guard let keyMark else { return false }
        let last = try setting("keyMark")
        if last == keyMark { return false }
        try set("keyMark", keyMark)
        return last != nil
    }
}
