import Apixo
import GRDB
import Samples
import Tasks
import Testing

@testable import Machine
@testable import TaskJournal

/// What was spent of the minute, whatever becomes of the clocks.
struct SpentTests {
    private let folder: TestFolder
    private let journal: Journal
    private let model = ModelID(rawValue: "quick")

    init() throws {
        folder = try TestFolder()
        journal = try Journal(folder: folder.path)
    }

    /// Two requests leave `uptime` seconds after the boot, when the clock on the wall says `now`.
    private func spend(at now: Timestamp, _ uptime: Int, boot: String? = "first") throws {
        var decision = Decision()
        decision.spent[model] = 2
        try journal.save(decision, at: now, on: .after(uptime, boot: boot))
    }

    private func spent(at now: Timestamp, _ uptime: Int, boot: String? = "first") throws
        -> [Timestamp]
    {
        try Journal(folder: folder.path).spent(at: now, on: .after(uptime, boot: boot))[model] ?? []
    }

    @Test func theSpentMinuteSurvivesARestart() throws {
        for second in [0, 21, 70, 75] { try spend(at: .start + Double(second), second) }
        let spent = try spent(at: .start + 91, 91)
        let expected = [Timestamp].twice(.start + 21) + .twice(.start + 70) + .twice(.start + 75)
        #expect(spent.sorted() == expected)
    }

    @Test(arguments: [-86_400.0, -30, 30, 86_400])
    func aClockThatIsSetBetweenTwoRunsMovesNothing(by seconds: Double) throws {
        try spend(at: .start, 1000)
        let wall = Timestamp.start + seconds
        #expect(try spent(at: wall + 5, 1005) == .twice(wall))
        #expect(try spent(at: wall + 71, 1071) == [])
    }

    @Test(arguments: ["second", nil])
    func anotherBootGoesByTheWallClock(boot: String?) throws {
        try spend(at: .start, 1000)
        #expect(try spent(at: .start + 40, 20, boot: boot) == .twice(.start))
        #expect(try spent(at: .start - 9, 20, boot: boot) == .twice(.start - 9))
        #expect(try spent(at: .start + 71, 20, boot: boot) == [])
    }

    @Test func withoutABootIDTheWallClockHasToDo() throws {
        try spend(at: .start, 1000, boot: nil)
        #expect(try spent(at: .start + 40, 5000, boot: nil) == .twice(.start))
    }

    @Test func whatIsWrittenAfterwardsIsOnTheDiskForGoodAgain() throws {
        try spend(at: .start, 1000)
        let synchronous = try journal.write { db in
            try Int.fetchOne(db, sql: "PRAGMA synchronous")
        }
        #expect(synchronous == 2)
    }

    @Test func whatIsSpentLongAgoIsForgotten() throws {
        try spend(at: .start, 1000)
        try spend(at: .start - 500, 1060)
        try spend(at: .start - 500, 1130)
        let uptimes = try journal.read { db in
            try Int.fetchAll(db, sql: "SELECT uptime FROM spent ORDER BY uptime")
        }
        #expect(uptimes == [1_060_000, 1_130_000])
    }

    @Test func theMachineCountsOn() throws {
        let (first, second) = (BootTime.now, BootTime.now)
        #expect(first.boot == second.boot && first.boot?.count == 36)
        #expect(first.uptime > 0 && first.uptime <= second.uptime)
    }
}

extension BootTime {
    fileprivate static func after(_ seconds: Int, boot: String?) -> BootTime {
        BootTime(boot: boot, uptime: seconds * 1000)
    }
}

extension [Timestamp] {
    fileprivate static func twice(_ moment: Timestamp) -> [Timestamp] { [moment, moment] }
}
