import Tasks
import Testing

struct RateWindowTests {
    private let start = EngineHarness.start

    @Test func aRequestCountsFromItsLeavingUntilAMinuteAfterItsAnswer() {
        var window = RateWindow(limit: 1)
        window.leave()
        #expect(!window.hasRoom)
        #expect(window.roomAt == nil)
        window.arrive(at: start + 20)
        #expect(window.roomAt == start + 20 + RateWindow.length)
        window.forget(before: start + 80)
        #expect(!window.hasRoom)
        window.forget(before: start + 81)
        #expect(window.hasRoom)
    }

    @Test func anEarlierRunCountsAsIfItsRequestsCameLate() {
        let window = RateWindow(limit: 2, spent: [start, start - 30])
        #expect(window.used == 2)
        #expect(window.roomAt == start - 30 + RateWindow.memory)
    }

    @Test func requestsAreForgottenInTheOrderOfTheirTimes() {
        var window = RateWindow(limit: 9, spent: [start])
        window.leave()
        window.arrive(at: start + 1)
        window.forget(before: start + 62)
        #expect(window.used == 1)
        #expect(window.roomAt == start + RateWindow.memory)
    }

    @Test func aLongLifeLeavesNoTrace() {
        var window = RateWindow(limit: 60)
        for second in 0..<10_000 {
            let now = start + Double(second)
            window.forget(before: now)
            window.leave()
            window.arrive(at: now)
            #expect(window.used <= 61)
        }
    }
}
