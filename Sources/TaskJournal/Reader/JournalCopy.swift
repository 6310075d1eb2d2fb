import Coordination
import Foundation
import GRDB
import Glibc

/// A private copy of a journal, for who may read its files but not lock them or make new ones.
struct JournalCopy {
    private static let tries = 20

    private let folder: String
    let path: String

    init(of journal: String) throws {
        var name = Array("\(NSTemporaryDirectory())/apixo-XXXXXX".utf8CString)
        guard let made = mkdtemp(&name) else {
            throw JournalError.other(journal, detail: "no room to copy it to; set TMPDIR")
        }
        folder = String(cString: made)
        path = "\(folder)/journal.sqlite"
        do {
            try fill(from: journal)
            try settle()
        } catch {
            remove()
            throw error
        }
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }

    /// A log may grow meanwhile: what is only half there is no commit. But nothing may move from it
    /// into the file.
    private func fill(from journal: String) throws {
        for _ in 0..<Self.tries {
            let before = Self.mark(of: journal)
            for ending in ["", "-wal", "-journal"] { try copy(journal + ending, to: path + ending) }
            if Self.mark(of: journal) == before { return }
            Thread.sleep(forTimeInterval: 0.02)
        }
        throw JournalError.other(journal, detail: "it changes all the time; try again")
    }

    private struct Mark: Equatable {
        var file: AnyHashable
        var logHead: Data?
    }

    private static func mark(of journal: String) -> Mark {
        let log = FileHandle(forReadingAtPath: "\(journal)-wal")
        return Mark(
            file: AnyHashable(JournalStamp(journal).ofFile),
            logHead: try? log?.read(upToCount: 32),
        )
    }

    private func copy(_ source: String, to target: String) throws {
        unlink(target)
        let from = open(source, O_RDONLY | O_CLOEXEC)
        guard from >= 0 else {
            if errno == ENOENT { return }
            throw JournalError.unreadable(source)
        }
        defer { close(from) }
        let to = open(target, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard to >= 0 else { throw JournalError.full(target) }
        defer { close(to) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = read(from, &bytes, bytes.count)
            if count == 0 { return }
            guard count > 0 else { throw JournalError.unreadable(source) }
            guard write(to, bytes, count) == count else { throw JournalError.full(target) }
        }
    }

    /// Brings what the log holds into the file.
    private func settle() throws {
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { db in
            _ = try Row.fetchAll(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        }
        try queue.close()
    }
}
