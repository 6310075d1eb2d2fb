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

/// A small generator that gives the same numbers for the same seed.
public struct SplitMix: RandomNumberGenerator, Sendable, Hashable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
