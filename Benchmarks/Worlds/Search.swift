import Foundation
import World

/// Works through seeds in order, a round on all cores at a time.
struct Search {
    struct Find {
        var invariant: Invariant
        var seed: UInt64
    }

    private static let seedsPerCore = 8

    private let options: Options
    private let round = ProcessInfo.processInfo.activeProcessorCount * Self.seedsPerCore

    init(_ options: Options) { self.options = options }

    /// The first seed that broke each invariant, in order; ends with the first that is looked for.
    func run() async -> [Find] {
        var broken: [Find] = []
        for begin in stride(from: 0, to: options.seeds, by: round) {
            let finds = await live(begin..<min(begin + round, options.seeds))
            for find in finds where !broken.contains(where: { $0.invariant == find.invariant }) {
                broken.append(find)
                if !options.isThorough, options.until.contains(find.invariant) { return [find] }
            }
        }
        return options.isThorough ? broken : []
    }

    private func live(_ places: Range<Int>) async -> [Find] {
        await withTaskGroup(of: Find?.self) { group in
            for place in places {
                let seed = options.first &+ UInt64(place)
                group.addTask {
                    World.live(seed: seed, watching: options.until).violation.map {
                        Find(invariant: $0.invariant, seed: seed)
                    }
                }
            }
            var finds: [Find] = []
            for await find in group { if let find { finds.append(find) } }
            return finds.sorted { $0.seed < $1.seed }
        }
    }
}
