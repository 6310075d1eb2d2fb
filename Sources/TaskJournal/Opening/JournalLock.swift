import Coordination
import Glibc
import Machine

/// Tells a program on a journal whether others have it open too.
final class JournalLock: Sendable {
    /// How long one that makes or mends the journal is waited for.
    private static let patience = 30.0
    private static let pause: UInt32 = 50_000

    private let path: String
    private let lock: FileLock

    init(folder: String) throws(JournalError) {
        path = "\(folder)/journal.lock"
        let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        if descriptor < 0 { throw JournalError(opening: path, errno) }
        fchmod(descriptor, 0o600)
        lock = FileLock(descriptor: descriptor)
    }

    deinit { close(lock.descriptor) }

    /// Keeps all others out until `share`, unless one is there already.
    func tryToBeAlone() throws(JournalError) -> Bool {
        switch lock.tryAlone() {
        case .taken:
            LockHolder.note(in: lock.descriptor)
            return true
        case .held: return false
        case .impossible(let number): throw .noLocks(path, reason: number)
        }
    }

    /// Lets others in; waits for one that makes or mends the journal, but not for ever.
    func share() throws(JournalError) {
        let rounds = Int(Self.patience * 1_000_000 / Double(Self.pause))
        for _ in 0..<rounds {
            switch lock.tryShared() {
            case .taken: return
            case .held:
                if let holder = LockHolder(path), holder.isStopped {
                    throw .standsStill(path, holder)
                }
                usleep(Self.pause)
            case .impossible(let number): throw .noLocks(path, reason: number)
            }
        }
        throw .busy(path)
    }
}
