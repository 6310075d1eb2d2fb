import Foundation
import World

/// Works through seeds in order on every core, until all are done or one fails.
struct ScheduleRunner {
    private static let portion = 200

    let first: UInt64
    let count: Int
    let sendsTwice: Bool

    func work() async -> ScheduleSummary {
        await withTaskGroup(of: ScheduleSummary.self) { group in
            var portions = stride(from: 0, to: count, by: Self.portion).makeIterator()
            var sum = ScheduleSummary()
            for _ in 0..<ProcessInfo.processInfo.activeProcessorCount {
                if let begin = portions.next() { group.addTask { live(from: begin) } }
            }
            // Portions begin in order, so those under way hold all seeds before a failing one.
            for await part in group {
                sum.add(part)
                guard sum.failingSeed == nil, let begin = portions.next() else { continue }
                group.addTask { live(from: begin) }
            }
            return sum
        }
    }

    private func live(from begin: Int) -> ScheduleSummary {
        var sum = ScheduleSummary()
        for place in begin..<min(begin + Self.portion, count) {
            let seed = first &+ UInt64(place)
            sum.add(World.live(seed: seed, sendsTwice: sendsTwice), of: seed)
            if sum.failingSeed != nil { break }
        }
        return sum
    }
}
