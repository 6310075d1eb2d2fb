import Foundation
import World

/// Lives through many worlds, odd inputs and odd services, and tells of what breaks a rule.
@main
struct SoakCommand {
    static func main() async {
        guard let options = SoakOptions(CommandLine.arguments.dropFirst()) else {
            print(
                """
                usage: soak [--schedules N] [--inputs N] [--services N] [--seed N] [--story] [--twice]
                """
            )
            exit(2)
        }
        if let notes = options.notes { exit(InputRun(options).read(noting: notes) ? 0 : 1) }
        let wantsOthers = options.inputs != nil || options.services != nil
        let wantsWorlds = options.schedules != nil || !wantsOthers
        let areWorldsFine = wantsWorlds ? await worlds(options) : true
        let areInputsFine = options.inputs == nil || InputRun(options).readInChildren()
        let areServicesFine =
            options.services == nil ? true : await ServiceRun(options).areSurvived()
        exit(areWorldsFine && areInputsFine && areServicesFine ? 0 : 1)
    }

    private static func worlds(_ options: SoakOptions) async -> Bool {
        if let seed = options.seed, options.schedules == nil { return replay(seed, options) }
        return await soak(options)
    }

    /// One world, told where that is asked for or it breaks.
    private static func replay(_ seed: UInt64, _ options: SoakOptions) -> Bool {
        let end = World.live(seed: seed, isTold: true, sendsTwice: options.sendsTwice)
        if options.isTold || end.violation != nil { print(end.story.joined(separator: "\n")) }
        print("seed \(seed): \(end.violation?.description ?? "every invariant holds")")
        return end.violation == nil
    }

    private static func soak(_ options: SoakOptions) async -> Bool {
        let first = options.seed ?? UInt64.random(in: 0...UInt64(UInt32.max)) << 20
        let count = options.schedules ?? 100_000
        print("\(count) schedules from seed \(first) …")
        let start = ContinuousClock.now
        let sum = await ScheduleRunner(
            first: first,
            count: count,
            sendsTwice: options.sendsTwice,
        ).work()
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        print(sum.sentence(seconds: seconds))
        guard let seed = sum.failingSeed else { return true }
        return replay(seed, options)
    }
}
