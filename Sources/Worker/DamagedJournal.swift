import Apixo
import GRDB
import Glibc

/// What becomes of a journal that cannot be read: it is kept under another name, never deleted.
struct DamagedJournal {
    let path: String

    /// Left behind by a program that met damage on its way: the next one to open looks closely.
    private var mark: String { "\(path).suspect" }

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
        guard verdict == "ok" else { throw JournalFault.damaged(path, detail: verdict.asLine()) }
        unlink(mark)
    }

    /// Renames the journal with the files that belong to it, and returns its new name.
    func setAside() throws(JournalFault) -> String {
        let kept = freeName
        for ending in ["-wal", "-shm", ""] where access(path + ending, F_OK) == 0 {
            guard rename(path + ending, kept + ending) == 0 else {
                throw .notWritable(path + ending)
            }
        }
        unlink(mark)
        return kept
    }

    private var freeName: String {
        let name = "\(path).damaged-\(LocalTime.now.day)-\(LocalTime.now.time)"
        let names = [name] + (2...999).map { "\(name)-\($0)" }
        return names.first { access($0, F_OK) != 0 } ?? name
    }
}
