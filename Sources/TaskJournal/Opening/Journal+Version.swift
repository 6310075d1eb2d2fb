import Coordination
import GRDB
import Glibc
import Machine

extension Journal {
    private static let announcement = "upgrade"
    /// How long a leader of an older version is waited for, in seconds.
    private static let patience = 10.0

    private static let versions = migrator.migrations

    /// Whether a newer program has changed the journal's tables; then this one must not write any more.
    static func isOutdated(_ db: Database) throws -> Bool {
        let known = versions.map { "'\($0)'" }.joined(separator: ", ")
        return try Bool.fetchOne(
            db,
            sql: """
                SELECT EXISTS (SELECT 1 FROM grdb_migrations WHERE identifier NOT IN (\(known)))
                """,
        ) ?? false
    }

    /// Throws where a newer program has taken over, or waits to.
    public func checkVersion() throws(JournalError) {
        let isOutdated = try read { db in
            let waiting = try Self.setting(Self.announcement, db)
            return try Self.isOutdated(db) || waiting.map { !Self.versions.contains($0) } ?? false
        }
        if isOutdated { throw .outdated(path) }
    }

    /// A newer program that gave up waiting is no reason not to lead.
    static func forgetAnnouncement(_ db: Database) throws {
        try db.execute(sql: "DELETE FROM setting WHERE key = ?", arguments: [announcement])
    }

    /// Changes the tables once no program leads on them; one that does is told to step down.
    static func migrate(
        _ pool: DatabasePool,
        of path: String,
        _ onWait: (String) -> Void,
    ) throws {
        let isNew = try pool.read { db in try !db.tableExists("setting") }
        let lock = try LeaderLock(besides: path)
        let mayMigrate = try isNew || waitToMigrate(pool, path, lock, onWait)
        guard mayMigrate else { throw JournalError.upgradeWaits(path, lock.holder) }
        defer { lock.release() }
        try migrator.migrate(pool)
        try pool.write(forgetAnnouncement)
    }

    private static func waitToMigrate(
        _ pool: DatabasePool,
        _ path: String,
        _ lock: LeaderLock,
        _ onWait: (String) -> Void,
    ) throws -> Bool {
        let pause = 0.2
        for round in 0..<Int(patience / pause) {
            if lock.tryToLead() { return true }
            if round == 0 { onWait(JournalError.upgradeWaits(path, lock.holder).description) }
            try pool.write { db in try set(announcement, versions.last ?? "", db) }
            ChangeNotifier(path: path).notifyPeers()
            usleep(UInt32(pause * 1_000_000))
        }
        if lock.tryToLead() { return true }
        // Who starts meanwhile is not to be told that a newer version has taken over.
        try pool.write(forgetAnnouncement)
        ChangeNotifier(path: path).notifyPeers()
        return false
    }
}
