import FoundationEssentials
import Glibc
import Synchronization

/// Every entry in memory and, if asked for, as a line of a file before the call is answered.
final class Ledger: Sendable {
    private struct Book {
        var entries: [LedgerEntry] = []
        let file: Int32?
    }

    private let book: Mutex<Book>

    init(path: String?) throws(SimulatorError) {
        guard let path else {
            book = Mutex(Book(file: nil))
            return
        }
        let file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard file >= 0 else {
            throw .ledgerNotWritable(path, reason: String(cString: strerror(errno)))
        }
        book = Mutex(Book(file: file))
    }

    deinit {
        book.withLock { if let file = $0.file { close(file) } }
    }

    var entries: [LedgerEntry] { book.withLock { $0.entries } }

    func add(_ entry: LedgerEntry) {
        book.withLock { book in
            book.entries.append(entry)
            if let file = book.file { Self.write(entry, to: file) }
        }
    }

    /// One write(2) a line: a line is whole or absent, even if this process is killed.
    private static func write(_ entry: LedgerEntry, to file: Int32) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard var line = try? encoder.encode(entry) else { return }
        line.append(UInt8(ascii: "\n"))
        line.withUnsafeBytes { bytes in
            _ = Glibc.write(file, bytes.baseAddress, bytes.count)
        }
    }
}
