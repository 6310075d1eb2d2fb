import Foundation
import Glibc
import Synchronization

/// Elects, among the programs on one data folder, the one that sends and looks.
///
/// The kernel gives the lock up when its holder dies, however it dies.
public final class LeaderLock: Sendable {
    private let descriptor: Int32
    private let isWanted = Mutex(true)

    public init(folder: String) throws(JournalFault) {
        let path = "\(folder)/leader.lock"
        descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        if descriptor < 0 { throw errno == ENOSPC ? .full(path) : .notWritable(path) }
    }

    deinit { close(descriptor) }

    /// Takes the lock if nobody holds it.
    func tryToLead() -> Bool {
        isWanted.withLock { isWanted in
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return false }
            // A thread that still waits shares the lock, and must not give it up as unwanted.
            isWanted = true
            return true
        }
    }

    /// Waits on a thread of its own until the lock is free, then takes it.
    func lead(_ onLead: @escaping @Sendable () -> Void) {
        isWanted.withLock { $0 = true }
        let thread = Thread { [self] in
            while flock(descriptor, LOCK_EX) != 0 { if errno != EINTR { return } }
            let isWanted = isWanted.withLock { isWanted in
                if !isWanted { flock(descriptor, LOCK_UN) }
                return isWanted
            }
            if isWanted { onLead() }
        }
        thread.stackSize = 128 * 1024
        thread.start()
    }

    /// Gives the lock up, or the wait for it.
    func release() {
        isWanted.withLock { isWanted in
            isWanted = false
            flock(descriptor, LOCK_UN)
        }
    }
}
