import Foundation
import World

/// Lives through many worlds and tells of the first that breaks an invariant.
@main
struct Soak {
    static func main() async {
        guard let options = Options(CommandLine.arguments.dropFirst()) else {
            print("usage: soak [--schedules N] [--seed N] [--story]")
            exit(2)
        }
        let isFine =
            switch options.seed {
            case .some(let seed) where options.schedules == nil: replay(seed, options)
            default: await soak(options)
            }
        exit(isFine ? 0 : 1)
    }

    /// One world, told if it is wished or if it breaks.
    private static func replay(_ seed: UInt64, _ options: Options) -> Bool {
        let end = World.live(seed: seed, isTold: true)
        if options.isTold || end.violation != nil { print(end.story.joined(separator: "\n")) }
        print("seed \(seed): \(end.violation?.description ?? "every invariant holds")")
        return end.violation == nil
    }

    private static func soak(_ options: Options) async -> Bool {
        let first = options.seed ?? UInt64.random(in: 0...UInt64(UInt32.max)) << 20
        let count = options.schedules ?? 100_000
        print("\(count) schedules from seed \(first) …")
        let start = ContinuousClock.now
        let sum = await Crew(first: first, count: count).work()
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        print(sum.sentence(seconds: seconds))
        guard let seed = sum.failingSeed else { return true }
        return replay(seed, options)
    }
}
