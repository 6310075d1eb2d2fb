import Apixo
import Coordination
import Foundation
import GRDB
import Glibc
import Machine

extension JournalError {
    init(_ error: any Error, path: String) {
        switch error {
        case let fault as JournalError: self = fault
        case let error as DatabaseError: self.init(error, path: path)
        case let error as CocoaError: self.init(error, path: path)
        case let odd as CorruptValue:
            self = .other(path, detail: "a value of \(odd.column) cannot be read")
        default: self = .other(path, detail: "\(error)".asLine())
        }
    }

    static func unreadable(_ path: String) -> JournalError {
        .other(path, detail: "it cannot be read; check its permissions")
    }

    /// The library does not say why a file could not be opened. It has given back the descriptors of
    /// those that it could open, a handful at most.
    private static func whyNothingOpens() -> Int32 {
        var descriptors: [Int32] = []
        defer { for descriptor in descriptors { close(descriptor) } }
        for _ in 0..<16 {
            let descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { return errno }
            descriptors.append(descriptor)
        }
        return EACCES
    }

    private init(_ error: DatabaseError, path: String) {
        // It may quote what is in the file.
        let message = error.message?.asLine()
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .damaged(path, detail: message ?? "")
        case .SQLITE_FULL: self = .full(path)
        case .SQLITE_BUSY: self = .busy(path)
        case .SQLITE_PROTOCOL: self = .noLocks(path, reason: ENOLCK)
        case .SQLITE_IOERR where Self.ofLocks.contains(error.extendedResultCode):
            self = .noLocks(path, reason: ENOLCK)
        case .SQLITE_CANTOPEN: self.init(opening: path, Self.whyNothingOpens())
        case .SQLITE_READONLY, .SQLITE_PERM: self = .notWritable(path)
        // A full disk shows so when it is the shared memory beside the journal that cannot grow.
        case .SQLITE_IOERR where DiskSpace.isUsedUp(at: path): self = .full(path)
        default: self = .other(path, detail: message ?? "\(error.resultCode)")
        }
    }

    private init(_ error: CocoaError, path: String) {
        switch error.code {
        case .fileWriteNoPermission, .fileWriteVolumeReadOnly, .fileReadNoPermission:
            self = .notWritable(path)
        case .fileWriteOutOfSpace: self = .full(path)
        default: self = .other(path, detail: error.localizedDescription)
        }
    }

    private static let ofLocks: [ResultCode] = [
        .SQLITE_IOERR_LOCK, .SQLITE_IOERR_RDLOCK, .SQLITE_IOERR_UNLOCK,
        .SQLITE_IOERR_CHECKRESERVEDLOCK, .SQLITE_IOERR_SHMLOCK,
    ]
}
