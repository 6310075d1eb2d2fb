import Foundation
import GRDB

/// The history on disk, and the only memory there is: the service has no list call.
///
/// What must survive a power cut is written with `synchronous=FULL`; the minute's spending only has
/// to survive a crash of the program.
public final class Journal: Sendable {
    let pool: DatabasePool
    public let path: String
    let nudge: Nudge?

    /// Opens or makes `journal.sqlite` in `folder`.
    public init(folder: String) throws(JournalFault) {
        path = "\(folder)/journal.sqlite"
        do {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700],
            )
            pool = try DatabasePool(path: path, configuration: Self.configuration)
            let migrator = Self.migrator
            if try pool.read(migrator.hasBeenSuperseded) { throw JournalFault.newer(path) }
            if try !pool.read(migrator.hasCompletedMigrations) { try migrator.migrate(pool) }
            nudge = Nudge(folder: folder)
        } catch let fault as JournalFault {
            throw fault
        } catch {
            throw JournalFault(error, path: path)
        }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        configuration.maximumReaderCount = 2
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA synchronous = FULL")
        }
        return configuration
    }

    /// Writes in one transaction that is on disk when this returns.
    func write<Value: Sendable>(
        _ change: @Sendable (Database) throws -> Value
    ) throws(JournalFault) -> Value {
        do {
            let value = try pool.write(change)
            nudge?.tellOthers()
            return value
        } catch {
            throw JournalFault(error, path: path)
        }
    }

    /// Writes in one transaction that survives a crash of the program, but perhaps not of the machine.
    func writeLightly(_ change: @Sendable (Database) throws -> Void) throws(JournalFault) {
        do {
            try pool.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA synchronous = NORMAL")
                defer { try? db.execute(sql: "PRAGMA synchronous = FULL") }
                try db.inTransaction {
                    try change(db)
                    return .commit
                }
            }
            nudge?.tellOthers()
        } catch {
            throw JournalFault(error, path: path)
        }
    }

    func read<Value: Sendable>(
        _ query: @Sendable (Database) throws -> Value
    ) throws(JournalFault) -> Value {
        do {
            return try pool.read(query)
        } catch {
            throw JournalFault(error, path: path)
        }
    }
}

/// Why the journal cannot be used. Nothing is sent while this lasts.
public enum JournalFault: Error, Sendable, CustomStringConvertible {
    case newer(String)
    case damaged(String, detail: String)
    case full(String)
    case notWritable(String)
    case other(String, detail: String)

    init(_ error: any Error, path: String) {
        guard let error = error as? DatabaseError else {
            self = .other(path, detail: "\(error)")
            return
        }
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .damaged(path, detail: error.message ?? "")
        case .SQLITE_FULL: self = .full(path)
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM: self = .notWritable(path)
        default: self = .other(path, detail: error.message ?? "\(error.resultCode)")
        }
    }

    public var description: String {
        switch self {
        case .newer(let path):
            "the journal \(path) was made by a newer version of apixo; use that version"
        case .damaged(let path, let detail): "the journal \(path) is damaged (\(detail))"
        case .full(let path): "the disk is full: \(path) cannot be written, so nothing is sent"
        case .notWritable(let path): "the journal \(path) cannot be written; check its permissions"
        case .other(let path, let detail): "the journal \(path): \(detail)"
        }
    }
}
