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
        let salt = try settle("keySalt", fresh.joined(separator: "-"))
        let digest = SHA256.hash(data: Array("\(salt) \(key.fileText)".utf8))
        return digest.prefix(12).map { $0.hex(2) }.joined()
    }

    /// What waits to be sent and was decided on with another key than the one in use; it is never
    /// sent with that one. What is from before keys were told apart goes with any.
    public func queuedForOtherKey() throws(JournalError) -> Set<TaskNumber> {
        try read { db in try Self.queuedForOtherKey(db) }
    }

    static func queuedForOtherKey(_ db: Database) throws -> Set<TaskNumber> {
        guard let inUse = try setting("keyMark", db) else { return [] }
        let numbers = try Int.fetchAll(
            db,
            sql: """
                SELECT id FROM task
                WHERE state IN ('queued', 'sending', 'pending', 'processing')
                    AND state = 'queued' AND isRemoved = 0 AND keyMark <> ?
                """,
            arguments: [inUse],
        )
        return Set(numbers.map(TaskNumber.init))
    }

    /// Whether the service refused the key at each of the last polls of a task.
    public func isKeyRefused(to number: TaskNumber) throws(JournalError) -> Bool {
        try read { db in
            let sql = "SELECT text FROM look WHERE task = ? ORDER BY rowid DESC LIMIT 3"
            let polls = try String.fetchAll(db, sql: sql, arguments: [number.rawValue])
            return polls.count == 3 && polls.allSatisfy { $0.hasPrefix("HTTP 401:") }
        }
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
