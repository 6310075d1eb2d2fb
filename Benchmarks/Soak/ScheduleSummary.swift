import World

/// What many worlds come to.
struct ScheduleSummary: Sendable {
    private(set) var schedules = 0
    private(set) var happenings = 0
    private(set) var accepted = 0
    private(set) var simulatedSeconds = 0.0
    private(set) var failingSeed: UInt64?

    mutating func add(_ end: World.End, of seed: UInt64) {
        schedules += 1
        happenings += end.happenings
        accepted += end.accepted
        simulatedSeconds += end.seconds
        if end.violation != nil { failingSeed = min(failingSeed ?? seed, seed) }
    }

    mutating func add(_ other: ScheduleSummary) {
        schedules += other.schedules
        happenings += other.happenings
        accepted += other.accepted
        simulatedSeconds += other.simulatedSeconds
        guard let seed = other.failingSeed else { return }
        failingSeed = min(failingSeed ?? seed, seed)
    }

    func sentence(seconds: Double) -> String {
        let days = Int(simulatedSeconds / 86_400)
        return """
            \(schedules) schedules in \(Int(seconds.rounded())) s: \(happenings) events, \
            \(accepted) paid tasks, \(days) simulated days, \
            \(failingSeed.map { "first failing seed \($0)" } ?? "no invariant broken")
            """
    }
}
