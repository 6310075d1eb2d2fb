import Coordination
import GRDB
import Glibc
import Synchronization

/// The journal for a program that only reads: it creates nothing, keeps nobody waiting, and needs no
/// more than to be let read.
///
/// Others may write meanwhile. Every answer is of one commit; one that may not be is asked for anew.
final class JournalReader: Sendable {
    private static let tries = 20

    private let path: String
    private let state: Mutex<State>

    private struct State {
        var view: JournalView
        /// Whether SQLite can read beside a program that writes, through the files of that one.
        var isShared = true
    }

    init(path: String) throws {
        self.path = path
        state = Mutex(State(view: try Self.open(path)))
    }

    func read<Value: Sendable>(_ query: @Sendable (Database) throws -> Value) throws -> Value {
        try state.withLock { state in
            for _ in 0..<Self.tries {
                let result = Result { try state.view.queue.read(query) }
                guard state.view.isOutdated else {
                    if case .failure(let error) = result, state.isShared, error.needsCopy {
                        state.isShared = false
                        state.view = try JournalView.copied(path)
                        continue
                    }
                    return try result.get()
                }
                state.view = try Self.open(path, isShared: state.isShared)
            }
            throw JournalError.other(path, detail: "it changes all the time; try again")
        }
    }

    private static func open(_ path: String, isShared: Bool = true) throws -> JournalView {
        do {
            return try JournalView(path, isShared: isShared)
        } catch  where isShared && error.needsCopy {
            return try .copied(path)
        }
    }
}

extension Error {
    /// SQLite may not use the files of the program that writes, or would have to make some.
    fileprivate var needsCopy: Bool {
        guard let error = self as? DatabaseError else { return false }
        return [.SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_IOERR]
            .contains(error.resultCode)
    }
}

/// One way to see all that was committed.
struct JournalView {
    let queue: DatabaseQueue
    private let path: String
    /// What the file was like when it was opened without a poll what others do.
    private let stamp: JournalStamp?

    /// - Parameter isShared: Whether to read beside others through their files, if those are there.
    init(_ path: String, isShared: Bool) throws {
        let stamp = JournalStamp(path)
        if stamp.isAtRest {
            try self.init(path, query: "?immutable=1", stamp: stamp)
        } else if isShared, access("\(path)-wal", F_OK) == 0, access("\(path)-shm", F_OK) == 0 {
            try self.init(path, query: "", stamp: nil)
        } else {
            self = try Self.copied(path)
        }
    }

    private init(_ path: String, query: String, stamp: JournalStamp?) throws {
        self.path = path
        self.stamp = stamp
        queue = try JournalReader.queue(path, query)
    }

    /// A copy that nobody writes to. It has no name any more when this returns.
    static func copied(_ path: String) throws -> JournalView {
        let copy = try JournalCopy(of: path)
        defer { copy.remove() }
        return try JournalView(copy.path, query: "?immutable=1", stamp: nil)
    }

    /// Whether what was read may be of no commit at all, or is not the newest.
    var isOutdated: Bool { stamp.map { $0 != JournalStamp(path) } ?? false }
}

extension JournalReader {
    fileprivate static func queue(_ path: String, _ query: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        let uri = "\(path.asFileURI)\(query)"
        let queue = try DatabaseQueue(path: uri, configuration: configuration)
        try queue.inDatabase { db in try OlderSchema.fill(db, of: path) }
        return queue
    }
}

extension String {
    /// A URI means more to SQLite than a path; these three would end or bend it.
    fileprivate var asFileURI: String {
        let path = replacing("%", with: "%25").replacing("?", with: "%3f").replacing(
            "#",
            with: "%23"
        )
        return "file:\(path)"
    }
}
