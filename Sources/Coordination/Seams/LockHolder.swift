/// A program that holds a lock.
public struct LockHolder: Sendable, Hashable {
    /// Its process number.
    public let id: Int32
    /// Whether it was stopped, by SIGSTOP or a debugger: it keeps the lock and does nothing.
    public let isStopped: Bool

    public init(id: Int32, isStopped: Bool) {
        self.id = id
        self.isStopped = isStopped
    }
}
