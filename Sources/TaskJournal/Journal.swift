import Coordination
import Foundation
import GRDB
import Glibc
import Machine
import Synchronization

/// The history on disk, and the only memory there is: the service has no list call.
///
/// What must survive a power cut is written with `synchronous=FULL`; the minute's spending only has
/// to survive a crash of the program.
public final class Journal: Sendable {
    public let path: String
    /// What the user must know about how the journal was opened.
    public let notice: String?
    public let corruptRows: CorruptRows
    /// Nil where the journal is only read.
    let pool: DatabasePool?
    private let notifier: ChangeNotifier?
    private let reader: JournalReader?
    private let lock: JournalLock?
    private let identity: FileIdentity?
    private let foreignVersion = Mutex<Int?>(nil)

    /// Opens or makes `journal.sqlite` in `folder`; what can be read of a damaged one is carried over
    /// to a new one.
    ///
    /// - Parameter onWait: Told why this takes long, if it does.
    public init(folder: String, onWait: (String) -> Void = { _ in }) throws(JournalError) {
        path = "\(folder)/journal.sqlite"
        corruptRows = CorruptRows(path: path)
        do {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700],
            )
            if access(path, F_OK) != 0 { FolderEntry.syncAll(above: path) }
            PrivateFiles.tighten(in: folder)
            let lock = try JournalLock(folder: folder)
            let isAlone = try lock.tryToBeAlone()
            if !isAlone { try lock.share() }
            (pool, notice) = try Self.open(path, isAlone: isAlone, onWait)
            if let pool { try JournalOrigin.check(pool, of: path) }
            try lock.share()
            self.lock = lock
            reader = nil
            notifier = ChangeNotifier(path: path)
            identity = FileIdentity(path)
        } catch {
            throw JournalError(error, path: path)
        }
    }

    /// Opens the journal in `folder` to read what it holds, and leaves no trace there; nil when there
    /// is none.
    public init?(reading folder: String) throws(JournalError) {
        path = "\(folder)/journal.sqlite"
        corruptRows = CorruptRows(path: path)
        (pool, notice, notifier, lock, identity) = (nil, nil, nil, nil, nil)
        if access(path, F_OK) != 0, errno == ENOENT || errno == ENOTDIR {
            if DamagedJournal(path: path).isHalfMended {
                throw .other(path, detail: "it is being mended; start apixo or apixo worker")
            }
            return nil
        }
        do {
            reader = try JournalReader(path: path)
        } catch {
            throw JournalError(error, path: path)
        }
    }

    private static func open(
        _ path: String,
        isAlone: Bool,
        _ onWait: (String) -> Void,
    ) throws -> (DatabasePool, String?) {
        let damaged = DamagedJournal(path: path)
        let notice = isAlone ? try damaged.finishIfBegun() : nil
        do {
            return (try pool(path, isAlone: isAlone, onWait), notice)
        } catch {
            // Others may be writing to it: only a program that is alone may begin anew.
            guard isAlone, case .damaged(_, let detail) = JournalError(error, path: path) else {
                throw error
            }
            let notice = try damaged.mend(detail)
            return (try pool(path, isAlone: true, onWait), notice)
        }
    }

    private static func pool(
        _ path: String,
        isAlone: Bool,
        _ onWait: (String) -> Void,
    ) throws -> DatabasePool {
        PrivateFiles.make(path)
        let pool = try DatabasePool(path: path, configuration: configuration)
        try pool.writeWithoutTransaction(CommitSync.full.begin)
        if try pool.read(migrator.hasBeenSuperseded) { throw JournalError.newer(path) }
        if isAlone { try DamagedJournal(path: path).check(pool) }
        if try !pool.read(migrator.hasCompletedMigrations) { try migrate(pool, of: path, onWait) }
        return pool
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        configuration.maximumReaderCount = 2
        return configuration
    }

    /// Writes in one transaction that is on disk when this returns.
    func write<Value: Sendable>(
        _ change: @Sendable (Database) throws -> Value
    ) throws(JournalError) -> Value {
        try commit(.full, change)
    }

    /// The same for what a newer program understands too: what must reach it, whatever it changed.
    func writeAnyway<Value: Sendable>(
        _ change: @Sendable (Database) throws -> Value
    ) throws(JournalError) -> Value {
        try commit(.full, mayBeOutdated: true, change)
    }

    /// Writes in one transaction that survives a crash of the program, but perhaps not of the machine.
    func writeLightly(_ change: @Sendable (Database) throws -> Void) throws(JournalError) {
        try commit(.light, change)
    }

    private func commit<Value: Sendable>(
        _ sync: CommitSync,
        mayBeOutdated: Bool = false,
        _ change: @Sendable (Database) throws -> Value,
    ) throws(JournalError) -> Value {
        guard let pool else { throw .notWritable(path) }
        do {
            try checkName()
            let (value, content) = try pool.writeWithoutTransaction { db in
                // Each commit says it anew: the pool sets a level of its own when it opens.
                try sync.begin(db)
                return try transaction(db) { db in
                    if try !mayBeOutdated && Self.isOutdated(db) {
                        throw JournalError.outdated(path)
                    }
                    let count = db.totalChangesCount
                    let value = try change(db)
                    let isNews = sync == .full && db.totalChangesCount > count
                    return (value, isNews ? try JournalOrigin.advance(db) : nil)
                }
            }
            if let content { RevisionFile(besides: path).note(content) }
            notifier?.notifyPeers()
            return value
        } catch {
            throw fault(error)
        }
    }

    private func transaction<Value>(
        _ db: Database,
        _ change: (Database) throws -> Value,
    ) throws -> Value {
        var value: Value?
        try db.inTransaction(.immediate) {
            value = try change(db)
            return .commit
        }
        guard let value else { throw JournalError.other(path, detail: "no commit") }
        return value
    }

    func read<Value: Sendable>(
        _ query: @Sendable (Database) throws -> Value
    ) throws(JournalError) -> Value {
        do {
            if let pool { return try pool.read(query) }
            guard let reader else { throw JournalError.gone(path) }
            return try reader.read(query)
        } catch {
            throw fault(error)
        }
    }

    /// Calls `onChange` on a thread of its own whenever another program has written; nil for want of
    /// a watch, as when the kernel has no more of them to give.
    package func watchPeers(_ onChange: @escaping @Sendable () -> Void) -> FolderWatch? {
        notifier?.listen { [weak self] in if self?.hasForeignNews() == true { onChange() } }
    }

    /// Whether another program has written since this was last asked.
    func hasForeignNews() -> Bool {
        let query = { (db: Database) in try Int.fetchOne(db, sql: "PRAGMA data_version") }
        let version = (try? pool?.writeWithoutTransaction(query)) ?? nil
        return foreignVersion.withLock { last in
            defer { last = version }
            return last != version
        }
    }

    /// SQLite would go on writing to a file that nobody finds again.
    private func checkName() throws(JournalError) {
        if FileIdentity(path) != identity { throw .gone(path) }
    }

    private func fault(_ error: any Error) -> JournalError {
        let fault = JournalError(error, path: path)
        if case .damaged = fault, reader == nil { DamagedJournal(path: path).suspect() }
        return fault
    }
}
