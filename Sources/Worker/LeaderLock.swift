import Foundation
import Glibc

/// Elects, among the programs on one data folder, the one that sends and looks.
///
/// The kernel gives the lock up when its holder dies, however it dies.
public final class LeaderLock: Sendable {
    private let descriptor: Int32

    public init(folder: String) throws(JournalFault) {
        let path = "\(folder)/leader.lock"
        descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        if descriptor < 0 { throw JournalFault.notWritable(path) }
    }

    deinit { close(descriptor) }

    /// Takes the lock if nobody holds it.
    public func tryToLead() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

    /// Waits on a thread of its own until the lock is free, then takes it.
    public func lead(_ onLead: @escaping @Sendable () -> Void) {
        let thread = Thread { [self] in
            while flock(descriptor, LOCK_EX) != 0 { if errno != EINTR { return } }
            onLead()
        }
        thread.stackSize = 128 * 1024
        thread.start()
    }
}
