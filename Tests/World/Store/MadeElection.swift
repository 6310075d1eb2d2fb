import Coordination
import Synchronization

/// The lock of a world, as its file: the kernel lets one program hold it, and another file under the
/// same name is another lock.
final class MadeLock: Sendable {
    struct State {
        /// The newest file under the name.
        var file = 0
        /// Who holds each of the files.
        var holders: [Int: ProgramID] = [:]
        /// Stopped by a signal that nobody can catch.
        var stopped: Set<ProgramID> = []
        /// The files given up since this was last asked, for those who wait.
        var freed: [Int] = []
    }

    let state = Mutex(State())

    /// Somebody deletes the file; a program that starts later makes another one.
    func replace() { state.withLock { $0.file += 1 } }

    func takeFreed() -> [Int] {
        state.withLock { state in
            defer { state.freed = [] }
            return state.freed
        }
    }
}

/// The lock as one program has it open.
final class MadeElection: Election {
    private let lock: MadeLock
    private let id: ProgramID
    private let own: Mutex<Own>

    private struct Own {
        /// Which file it has open.
        var file: Int
        var isWaiting = false
    }

    init(_ lock: MadeLock, _ id: ProgramID) {
        self.lock = lock
        self.id = id
        own = Mutex(Own(file: lock.state.withLock(\.file)))
    }

    var file: Int { own.withLock(\.file) }

    var isWaiting: Bool {
        get { own.withLock(\.isWaiting) }
        set { own.withLock { $0.isWaiting = newValue } }
    }

    var holder: LockHolder? {
        lock.state.withLock { state in
            state.holders[file].map {
                LockHolder(id: Int32($0), isStopped: state.stopped.contains($0))
            }
        }
    }

    func tryToLead() -> Bool {
        if !isWaiting { _ = renew() }
        return lock.state.withLock { state in
            if let holder = state.holders[file], holder != id { return false }
            state.holders[file] = id
            return true
        }
    }

    func release() {
        isWaiting = false
        lock.state.withLock { state in
            guard state.holders[file] == id else { return }
            state.holders[file] = nil
            state.freed.append(file)
        }
    }

    func renew() -> Bool {
        let newest = lock.state.withLock(\.file)
        if file == newest { return false }
        // The lock on the file from before goes with it.
        lock.state.withLock { state in
            if state.holders[file] == id {
                state.holders[file] = nil
                state.freed.append(file)
            }
        }
        own.withLock { $0.file = newest }
        return true
    }
}
