import Apixo
import Testing
import World

struct WaveTests {
    private let seedream = Catalog.builtIn["seedream-5-0"]!

    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func twentyTasksNeverExceedTheLimitsAndEndInGoodTime(_ seed: UInt64) {
        let wave = Wave.ride(model: seedream, tasks: 20, seed: seed)
        #expect(wave.violation == nil)
        #expect(wave.seconds < wave.ideal * 1.3)
    }

    @Test func aLongQueueIsServedNearlyAsFastAsItsSlotsAllow() {
        let waves = (1...10 as ClosedRange<UInt64>).map {
            Wave.ride(model: seedream, tasks: 30, seed: $0)
        }
        let seconds = waves.map(\.seconds).reduce(0, +)
        #expect(seconds < waves.map(\.ideal).reduce(0, +) * 1.2)
    }
}
