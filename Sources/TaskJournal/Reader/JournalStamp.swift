import Glibc
import Machine

/// Tells whether the files of a journal have been written to.
struct JournalStamp: Hashable {
    private struct File: Hashable {
        var identity: FileIdentity?
        var size: Int
        var seconds: Int
        var nanoseconds: Int

        init?(_ path: String) {
            var found = stat()
            guard stat(path, &found) == 0 else { return nil }
            identity = FileIdentity(path)
            size = Int(found.st_size)
            seconds = found.st_mtim.tv_sec
            nanoseconds = found.st_mtim.tv_nsec
        }
    }

    private let file: File?
    private let log: Int
    private let undo: Int

    init(_ path: String) {
        file = File(path)
        log = File("\(path)-wal")?.size ?? 0
        undo = File("\(path)-journal")?.size ?? 0
    }

    /// All that was committed is in the file itself, and stays so until there is a log again.
    var isAtRest: Bool { log == 0 && undo == 0 }

    /// The same without the log, which may grow while it is read.
    var ofFile: some Hashable { file }
}
