import Foundation
import GRDB
import Machine

/// Tells whether a journal is the one that this folder had last, as it was left, or was put back
/// from a copy: then what is queued in it may have been sent since, from here or elsewhere.
///
/// The journal knows where its file lies (machine and number of the file), its origin (made anew
/// when it is found to be a copy) and its revision (one more with each commit that matters). The
/// file beside it knows origin and revision too. A journal or a folder that was copied lies
/// elsewhere; one copied over the old one is less far, or of another origin.
struct JournalOrigin {
    private static let (originKey, formerOriginKey) = ("origin", "originBefore")
    private static let (homeKey, revisionKey) = ("home", "revision")

    private var origin: String?
    /// What the file beside it knew when it was found to be a copy, which may not be rewritten yet.
    private var formerOrigin: String?
    private var home: String?
    private var revision: Int

    private enum Verdict {
        case same
        /// Only the file beside it is to be written.
        case unrecorded
        /// From before origins were known, or just made.
        case new
        case restored
    }

    private init(_ db: Database) throws {
        origin = try Journal.setting(Self.originKey, db)
        formerOrigin = try Journal.setting(Self.formerOriginKey, db)
        home = try Journal.setting(Self.homeKey, db)
        revision = try Self.revision(db)
    }

    private static func revision(_ db: Database) throws -> Int {
        let known = try Journal.setting(revisionKey, db).flatMap { Int($0) } ?? 0
        return min(max(0, known), RevisionFile.most)
    }

    private func verdict(_ known: RevisionFile.Content?, at path: String) -> Verdict {
        guard let origin else { return known == nil ? .new : .restored }
        if let home, JournalHome(path)?.isSame(as: home) == false { return .restored }
        guard let known else { return .unrecorded }
        if known.origin == formerOrigin, formerOrigin != origin { return .unrecorded }
        return known.origin == origin && known.revision <= revision ? .same : .restored
    }

    /// Goes before anything else is written: what is queued in a journal that was put back asks
    /// before it is sent.
    static func check(_ pool: DatabasePool, of path: String) throws {
        let file = RevisionFile(besides: path)
        // In this order: whoever writes meanwhile writes the journal first.
        let known = file.read()
        let isSame = try pool.read { db in
            try JournalOrigin(db).verdict(known, at: path) == .same
        }
        if isSame { return }
        let content = try pool.write { db in
            var journal = try JournalOrigin(db)
            let known = file.read()
            let verdict = journal.verdict(known, at: path)
            if verdict == .restored { try holdQueued(db) }
            if verdict == .new || verdict == .restored { try journal.adopt(known, at: path, db) }
            return RevisionFile.Content(origin: journal.origin ?? "", revision: journal.revision)
        }
        file.begin(content)
    }

    /// From here on it is the journal of this folder.
    private mutating func adopt(
        _ known: RevisionFile.Content?,
        at path: String,
        _ db: Database,
    ) throws {
        origin = UUID().uuidString
        formerOrigin = known?.origin
        revision = max(revision, known?.revision ?? 0) + 1
        try Journal.set(Self.originKey, origin ?? "", db)
        try Journal.set(Self.formerOriginKey, formerOrigin ?? "", db)
        try Journal.set(Self.homeKey, JournalHome(path)?.text ?? "", db)
        try Journal.set(Self.revisionKey, String(revision), db)
    }

    /// A yes that was given in the copy was given before.
    private static func holdQueued(_ db: Database) throws {
        try db.execute(
            sql: """
                UPDATE task SET restoredAt = ?, confirmedAt = NULL
                WHERE state IN ('queued', 'sending', 'pending', 'processing')
                    AND state = 'queued' AND isRemoved = 0
                """,
            arguments: [SteadyClock().now.milliseconds],
        )
        try db.execute(sql: "DELETE FROM wish WHERE kind = 'confirm'")
    }

    /// One more commit that matters; what to tell the file beside the journal once it is on disk.
    static func advance(_ db: Database) throws -> RevisionFile.Content? {
        guard let origin = try Journal.setting(originKey, db) else { return nil }
        let next = try min(revision(db) + 1, RevisionFile.most)
        try Journal.set(revisionKey, String(next), db)
        return RevisionFile.Content(origin: origin, revision: next)
    }

    /// What was carried over from a journal at its place is at its new place, which takes the name.
    static func move(from path: String, to fresh: String, _ db: Database) throws {
        guard let home = try Journal.setting(homeKey, db),
            JournalHome(path)?.isSame(as: home) == true
        else { return }
        try Journal.set(homeKey, JournalHome(fresh)?.text ?? home, db)
    }
}
