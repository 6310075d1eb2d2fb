import ArgumentParser
import Dispatch
import Synchronization

/// A command that waits for the network. The main thread belongs to the terminal and never yields,
/// so the work runs beside it.
protocol BackgroundCommand: ParsableCommand, Sendable {
    func work() async throws
}

extension BackgroundCommand {
    func run() throws { try waiting { try await work() } }
}

/// Runs `body` on the side and blocks until it has ended.
func waiting<Value: Sendable>(
    _ body: @escaping @Sendable () async throws -> Value
) throws -> Value {
    let ended = DispatchSemaphore(value: 0)
    let result = Outcome<Value>()
    Task.detached {
        let value: Result<Value, any Error>
        do { value = .success(try await body()) } catch { value = .failure(error) }
        result.value.withLock { $0 = value }
        ended.signal()
    }
    ended.wait()
    guard let value = result.value.withLock({ $0 }) else { throw CancellationError() }
    return try value.get()
}

private final class Outcome<Value: Sendable>: Sendable {
    let value = Mutex<Result<Value, any Error>?>(nil)
}
