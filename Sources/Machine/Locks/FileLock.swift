import Glibc

/// A lock on an open file that the kernel gives up when its holder dies, however it dies.
///
/// Some file systems know no `flock`; there it is a record lock of the open file, which excludes others
/// as well.
package struct FileLock: Sendable {
    package enum Attempt: Equatable {
        case taken, held
        /// With the error number: this file system knows no locks.
        case impossible(Int32)
    }

    // fcntl(2); not imported by every C library's module.
    private static let setOpenFileLock: Int32 = 37
    private static let awaitOpenFileLock: Int32 = 38

    package let descriptor: Int32

    package init(descriptor: Int32) { self.descriptor = descriptor }

    package func tryAlone() -> Attempt {
        attempt(LOCK_EX | LOCK_NB, F_WRLCK, Self.setOpenFileLock)
    }

    package func tryShared() -> Attempt {
        attempt(LOCK_SH | LOCK_NB, F_RDLCK, Self.setOpenFileLock)
    }

    /// Blocks until nobody else has it.
    package func waitAlone() -> Attempt { attempt(LOCK_EX, F_WRLCK, Self.awaitOpenFileLock) }

    package func release() {
        flock(descriptor, LOCK_UN)
        _ = setRecord(F_UNLCK, Self.setOpenFileLock)
    }

    private func attempt(_ operation: Int32, _ kind: Int32, _ command: Int32) -> Attempt {
        while flock(descriptor, operation) != 0 {
            switch errno {
            case EINTR: continue
            case EWOULDBLOCK: return .held
            default: return setRecord(kind, command)
            }
        }
        return .taken
    }

    private func setRecord(_ kind: Int32, _ command: Int32) -> Attempt {
        var range = Glibc.flock()
        range.l_type = Int16(kind)
        range.l_whence = Int16(SEEK_SET)
        while fcntl(descriptor, command, &range) != 0 {
            switch errno {
            case EINTR: continue
            case EAGAIN, EACCES: return .held
            default: return .impossible(errno)
            }
        }
        return .taken
    }
}
