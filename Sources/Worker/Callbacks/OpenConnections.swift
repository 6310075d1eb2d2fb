import NIOCore
import Synchronization

/// The connections of a client that has a fresh one for each call: while none was open and none came
/// about, nothing was sent.
final class OpenConnections: Sendable {
    struct Count: Sendable {
        fileprivate var made = 0
        fileprivate var open = 0
    }

    private let state = Mutex(Count())

    var count: Count { state.withLock { $0 } }

    /// To be called before the connection is used.
    func add(_ channel: any Channel) -> EventLoopFuture<Void> {
        state.withLock { state in
            state.made += 1
            state.open += 1
        }
        channel.closeFuture.whenComplete { [self] _ in state.withLock { $0.open -= 1 } }
        return channel.eventLoop.makeSucceededVoidFuture()
    }

    func mayHaveStood(since before: Count) -> Bool {
        before.open > 0 || count.made != before.made
    }
}
