import Foundation
import Testing
import World

/// `APIXO_WORLD_SEED=N` lives through the world of one seed and tells its story;
/// `APIXO_WORLD_SCHEDULES=N` sets how many are tried.
struct WorldTests {
    private static let environment = ProcessInfo.processInfo.environment

    @Test func everyInvariantHoldsInMadeUpWorlds() async {
        if let seed = Self.environment["APIXO_WORLD_SEED"].flatMap(UInt64.init) {
            return expectPeace(in: seed, isTold: true)
        }
        let count = Self.environment["APIXO_WORLD_SCHEDULES"].flatMap(UInt64.init) ?? 600
        // Others are for the soak.
        let first = 1 as UInt64
        print("\(count) worlds from seed \(first)")
        await withTaskGroup(of: Void.self) { group in
            for part in 0..<2 as Range<UInt64> {
                group.addTask {
                    for place in 0..<count where place % 2 == part {
                        expectPeace(in: first + place)
                    }
                }
            }
        }
    }

    private func expectPeace(in seed: UInt64, isTold: Bool = false) {
        let end = World.live(seed: seed, isTold: isTold)
        if isTold { print(end.story.joined(separator: "\n")) }
        #expect(end.violation == nil, "APIXO_WORLD_SEED=\(seed) tells the story")
    }

    @Test func aSeedReplaysExactly() {
        for seed in 0..<20 as Range<UInt64> {
            let once = World.live(seed: seed, isTold: true)
            let again = World.live(seed: seed, isTold: true)
            #expect(once.story == again.story)
            #expect(once.happenings == again.happenings)
        }
    }
}
