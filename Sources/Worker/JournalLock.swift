import Glibc

/// Tells a program on a journal whether others have it open too.
///
/// The kernel gives the lock up when its holder dies, however it dies.
final class JournalLock: Sendable {
    private let descriptor: Int32

    init(folder: String) throws(JournalFault) {
        let path = "\(folder)/journal.lock"
        descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        if descriptor < 0 { throw errno == ENOSPC ? .full(path) : .notWritable(path) }
    }

    deinit { close(descriptor) }

    /// Keeps all others out until `share`, unless one is there already.
    func tryToBeAlone() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

    /// Lets others in; waits for one that makes or mends the journal.
    func share() {
        while flock(descriptor, LOCK_SH) != 0, errno == EINTR {}
    }
}
