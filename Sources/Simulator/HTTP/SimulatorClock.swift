import FoundationEssentials

/// Unix milliseconds that only go forwards, whatever is done to the machine's clock meanwhile.
struct SimulatorClock: Sendable {
    private let start = ContinuousClock.now
    private let startTime = Date().timeIntervalSince1970

    var now: Int {
        let elapsed = (ContinuousClock.now - start) / .milliseconds(1)
        return Int(startTime * 1000 + elapsed)
    }
}
