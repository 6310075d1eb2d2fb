import Apixo
import Coordination
import GRDB
import Glibc
import Machine
import Tasks

/// What becomes of a journal that cannot be read: what can be is carried over to a new one, and the
/// old one is kept under another name, never deleted.
///
/// At every moment the good name stands for the newest journal or for none. The new one is complete,
/// and on disk, as `journal.sqlite.mended` before the old one moves: its main file first, so that no
/// older state of it is found without its log. Where only that name is there, it takes the good one.
struct DamagedJournal {
    let path: String

    /// Left behind by a program that met damage on its way: the next one to open it reads every page.
    private var mark: String { "\(path).suspect" }
    private var unfinished: String { "\(path).mending" }
    private var mended: String { "\(path).mended" }

    func suspect() {
        let descriptor = open(mark, O_CREAT | O_WRONLY | O_CLOEXEC, 0o600)
        if descriptor >= 0 { close(descriptor) }
    }

    /// Reads every page if damage was met before; that takes seconds on a long journal.
    func check(_ pool: DatabasePool) throws {
        guard access(mark, F_OK) == 0 else { return }
        let verdict = try pool.read { db in
            try String.fetchOne(db, sql: "PRAGMA integrity_check(1)") ?? "no answer"
        }
        guard verdict == "ok" else { throw JournalError.damaged(path, detail: verdict.asLine()) }
        unlink(mark)
    }

    /// Puts a new journal in place of the damaged one and tells what of it is in there.
    func mend(_ detail: String) throws -> String {
        for ending in ["", "-journal", "-wal", "-shm"] { unlink(unfinished + ending) }
        let descriptor = open(unfinished, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        if descriptor >= 0 { close(descriptor) }
        let kept = freeName
        let outcome = try Salvage.run(from: path, to: unfinished)
        let notice = "the journal was damaged (\(detail)); it is kept as \(kept); \(outcome.words)"
        try note(kept, notice)
        try sync(unfinished)
        try move(unfinished, to: mended)
        return try finish()
    }

    /// Goes on where another program was killed; nil where none was.
    func finishIfBegun() throws -> String? {
        guard isHalfMended else { return nil }
        return try finish()
    }

    var isHalfMended: Bool { access(path, F_OK) != 0 && access(mended, F_OK) == 0 }

    private static let keptKey = "damagedJournal"
    private static let noticeKey = "salvage"

    private func note(_ kept: String, _ notice: String) throws {
        try DatabaseQueue(path: unfinished).write { db in
            try Journal.set(Self.keptKey, kept, db)
            try Journal.set(Self.noticeKey, notice, db)
            try JournalOrigin.move(from: path, to: unfinished, db)
        }
    }

    private func sync(_ name: String) throws(JournalError) {
        let descriptor = open(name, O_RDWR | O_CLOEXEC)
        defer { close(descriptor) }
        if fsync(descriptor) != 0 { throw .notWritable(name) }
    }

    private func finish() throws -> String {
        let (kept, notice) = try DatabaseQueue(path: mended).read { db in
            (try Journal.setting(Self.keptKey, db), try Journal.setting(Self.noticeKey, db))
        }
        for ending in ["", "-wal", "-shm"] where access(path + ending, F_OK) == 0 {
            try move(path + ending, to: (kept ?? freeName) + ending)
        }
        try move(mended, to: path)
        unlink(mark)
        return notice ?? "the journal was damaged"
    }

    /// The new name is on disk when this returns.
    private func move(_ name: String, to other: String) throws(JournalError) {
        guard rename(name, other) == 0 else { throw .notWritable(name) }
        FolderEntry.sync(of: other)
    }

    private var freeName: String {
        let (clock, now) = (WallClock.local, SteadyClock().now)
        let name = "\(path).damaged-\(clock.date(now))-\(clock.time(now, separator: ""))"
        let names = [name] + (2...999).map { "\(name)-\($0)" }
        return names.first { access($0, F_OK) != 0 } ?? name
    }
}
