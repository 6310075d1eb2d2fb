import Coordination
import GRDB
import Glibc

/// One way to see all that was committed.
struct JournalView {
    let queue: DatabaseQueue
    private let path: String
    /// What the file was like when it was opened without a look at what others do.
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
        queue = try Self.queue(path, query)
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

extension JournalView {
    private static func queue(_ path: String, _ query: String) throws -> DatabaseQueue {
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
