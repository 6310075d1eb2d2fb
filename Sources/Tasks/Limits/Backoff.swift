import Apixo

/// Growing waits with jitter, in seconds.
struct Backoff: Sendable {
    let first: Double
    let most: Double

    static let poll = Backoff(first: 2, most: 60)
    static let tooMany = Backoff(first: 5, most: 60)
    static let outage = Backoff(first: 1, most: 30)
    static let download = Backoff(first: 3, most: 600)

    /// The wait after the `failures`-th failure in a row; a quarter of it is chance.
    func wait(after failures: Int, using random: inout SplitMix) -> Double {
        let full = min(most, first * Double(1 << min(max(failures, 1) - 1, 20)))
        return full * Double.random(in: 0.75...1, using: &random)
    }
}
