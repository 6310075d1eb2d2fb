/// Waits until something is so, and throws when that takes too long.
public func until(
    _ what: String,
    within seconds: Double = 60,
    _ isSo: () async throws -> Bool,
) async throws {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while try await !isSo() {
        guard ContinuousClock.now < deadline else { throw NeverCame(what: what) }
        try await Task.sleep(for: .milliseconds(5))
    }
}

/// What did not come about in time.
public struct NeverCame: Error, CustomStringConvertible {
    public let what: String

    public var description: String { "it took too long until \(what)" }
}
