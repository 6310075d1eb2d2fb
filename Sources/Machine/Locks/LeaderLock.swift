import Coordination
import Foundation
import Glibc
import Synchronization

/// Elects, among the programs on one data folder, the one that sends and polls.
///
/// The kernel gives the lock up when its holder dies, however it dies.
public final class LeaderLock: Election {
    private let path: String
    private let descriptor: Int32
    private let state = Mutex(State())

    private struct State {
        var isWanted = true
        /// Whether a thread waits for the lock; one is enough.
        var isAwaited = false
    }

    public init(folder: String) throws(JournalError) {
        path = "\(folder)/leader.lock"
        descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        if descriptor < 0 { throw JournalError(opening: path, errno) }
        fchmod(descriptor, 0o600)
    }

    /// In the folder of a journal.
    package convenience init(besides journal: String) throws(JournalError) {
        try self.init(
            folder: String(journal.prefix(upTo: journal.lastIndex(of: "/") ?? journal.startIndex))
        )
    }

    /// Who leads, as far as it can be seen from here.
    public var holder: LockHolder? { LockHolder(path) }

    /// Whether a thread still waits for the lock.
    var isAwaited: Bool { state.withLock(\.isAwaited) }

    private var lock: FileLock { FileLock(descriptor: descriptor) }

    deinit { close(descriptor) }

    /// Takes the lock if nobody holds it.
    public func tryToLead() -> Bool {
        state.withLock { state in
            if !state.isAwaited { _ = openNamedFile() }
            guard lock.tryAlone() == .taken else { return false }
            LockHolder.note(in: descriptor)
            // A thread that still waits shares the lock, and must not give it up as unwanted.
            state.isWanted = true
            return true
        }
    }

    /// Waits on a thread of its own until the lock is free, then takes it.
    package func lead(_ onLead: @escaping @Sendable () -> Void) {
        let isAwaited = state.withLock { state in
            defer { state = State(isWanted: true, isAwaited: true) }
            return state.isAwaited
        }
        if isAwaited { return }
        let thread = Thread { [self] in
            while lock.waitAlone() == .taken {
                switch settle() {
                case .wins: return onLead()
                case .isNotWanted: return
                case .isOfAnotherFile: continue
                }
            }
        }
        thread.stackSize = 128 * 1024
        thread.start()
    }

    private enum Taking {
        case wins, isNotWanted, isOfAnotherFile
    }

    /// What becomes of the lock that a thread has waited for.
    private func settle() -> Taking {
        state.withLock { state in
            // Who leads by the file that has the name now is not to be disturbed.
            if state.isWanted, openNamedFile() { return .isOfAnotherFile }
            state.isAwaited = false
            if state.isWanted { LockHolder.note(in: descriptor) } else { lock.release() }
            return state.isWanted ? .wins : .isNotWanted
        }
    }

    /// Goes over to the file that has the name now; false where that is the same one.
    public func renew() -> Bool {
        state.withLock { state in state.isAwaited ? false : openNamedFile() }
    }

    /// Gives up the lock on a file that somebody has deleted or replaced.
    private func openNamedFile() -> Bool {
        if FileIdentity(path) == FileIdentity(descriptor) { return false }
        let fresh = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard fresh >= 0 else { return false }
        defer { close(fresh) }
        return dup2(fresh, descriptor) >= 0 && fcntl(descriptor, F_SETFD, FD_CLOEXEC) >= 0
    }

    /// Gives the lock up, or the wait for it.
    public func release() {
        state.withLock { state in
            state.isWanted = false
            lock.release()
        }
    }
}
